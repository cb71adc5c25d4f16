use userlib::TaskId;

/// As many as an image has tasks that ask.
const CAPACITY: usize = 8;

#[derive(Copy, Clone)]
pub struct Alarm {
    pub task: TaskId,
    pub time: u64,
    pub bits: u32,
}

/// Pending alarms, one per task.
#[derive(Default)]
pub struct Alarms {
    pending: [Option<Alarm>; CAPACITY],
}

impl Alarms {
    /// Adds an alarm in place of the task's earlier one. A task that was
    /// restarted has a new generation but the same index, and its old alarm
    /// means nothing to it. With all places taken, the latest alarm gives way.
    pub fn set(&mut self, task: TaskId, time: u64, bits: u32) {
        let alarm = Alarm { task, time, bits };
        let same_task = |a: &Option<Alarm>| {
            a.is_some_and(|a| a.task.index() == task.index())
        };
        let place = self
            .pending
            .iter()
            .position(same_task)
            .or_else(|| self.pending.iter().position(Option::is_none));
        match place {
            Some(i) => self.pending[i] = Some(alarm),
            None => {
                let latest = self
                    .pending
                    .iter_mut()
                    .max_by_key(|a| a.map_or(0, |a| a.time));
                if let Some(a) = latest {
                    *a = Some(alarm);
                }
            }
        }
    }

    /// Removes and returns an alarm whose time has come.
    pub fn take_due(&mut self, now: u64) -> Option<Alarm> {
        self.pending
            .iter_mut()
            .find(|a| a.is_some_and(|a| a.time <= now))
            .and_then(Option::take)
    }

    /// Time of the alarm that rings next.
    pub fn next(&self) -> Option<u64> {
        self.pending.iter().flatten().map(|a| a.time).min()
    }
}
