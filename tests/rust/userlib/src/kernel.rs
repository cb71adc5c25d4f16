//! The kernel: one lock around everything, one condition variable that wakes everybody.

use crate::task_id::dead_code;
use crate::{
    BorrowInfo, Generation, Lease, LeaseAttributes, RecvMessage, ReplyFaultReason, TaskId,
};
use std::any::Any;
use std::cell::RefCell;
use std::panic::{catch_unwind, panic_any, resume_unwind, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;

/// What a borrow answers for a lease that does not exist or does not allow it.
const DEFECT: u32 = 1;

/// How a task ended.
#[derive(Debug, Eq, PartialEq)]
pub enum Outcome<T> {
    Returned(T),
    /// A server had it faulted.
    Faulted(ReplyFaultReason),
    /// [`Kernel::restart`] replaced it.
    Restarted,
    /// It panicked, in its own code or a stub's.
    Panicked(String),
}

/// A message and what came back for it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Exchange {
    pub operation: u16,
    pub message: Vec<u8>,
    pub code: u32,
    pub reply: Vec<u8>,
}

/// Tasks that send each other messages. Clones are the same kernel.
#[derive(Clone)]
pub struct Kernel {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    tasks: Vec<Task>,
    exchanges: Vec<Exchange>,
}

#[derive(Default)]
struct Task {
    generation: Generation,
    notifications: u32,
    sending: Option<Sending>,
}

struct Sending {
    target: TaskId,
    operation: u16,
    message: Vec<u8>,
    capacity: usize,
    leases: Vec<Lent>,
    /// Set once the target has it: from then on its leases can be borrowed and it can be answered.
    received: bool,
    answer: Option<Answer>,
}

enum Answer {
    Reply { code: u32, message: Vec<u8> },
    Fault(ReplyFaultReason),
}

struct Lent {
    attributes: LeaseAttributes,
    base: *mut u8,
    len: usize,
}

// Safety: the memory belongs to a task that waits for its answer, and is touched under the kernel's lock only.
unsafe impl Send for Lent {}

struct Fault(ReplyFaultReason);
struct Replaced;

thread_local! {
    static TASK: RefCell<Option<(Kernel, TaskId)>> = const { RefCell::new(None) };
}

/// Runs a system call of the task that this thread is.
pub(crate) fn here<T>(call: impl FnOnce(&Kernel, TaskId) -> T) -> T {
    let (kernel, me) = TASK
        .with(|task| task.borrow().clone())
        .expect("this thread is no task: see Kernel::spawn");
    call(&kernel, me)
}

/// A task that was started.
pub struct Running<T>(JoinHandle<Outcome<T>>);

impl<T> Running<T> {
    /// Waits until it ends.
    pub fn outcome(self) -> Outcome<T> {
        self.0.join().expect("a task's panic is its outcome")
    }
}

impl Kernel {
    /// A kernel with so many tasks, none of which runs yet.
    pub fn new(tasks: usize) -> Self {
        let tasks = (0..tasks).map(|_| Task::default()).collect();
        let state = Mutex::new(State {
            tasks,
            exchanges: Vec::new(),
        });
        Self {
            shared: Arc::new(Shared {
                state,
                changed: Condvar::new(),
            }),
        }
    }

    /// The task's id in its present generation.
    pub fn task(&self, index: usize) -> TaskId {
        TaskId::for_index_and_gen(index, self.lock().tasks[index].generation)
    }

    /// Runs code as the task's present generation.
    pub fn spawn<T: Send + 'static>(
        &self,
        index: usize,
        code: impl FnOnce() -> T + Send + 'static,
    ) -> Running<T> {
        let identity = (self.clone(), self.task(index));
        Running(std::thread::spawn(move || {
            TASK.with(|task| *task.borrow_mut() = Some(identity));
            match catch_unwind(AssertUnwindSafe(code)) {
                Ok(value) => Outcome::Returned(value),
                Err(payload) => ended(payload),
            }
        }))
    }

    /// Ends what runs as this task. Whoever waits for it gets the dead code of its next generation.
    pub fn restart(&self, index: usize) {
        let mut state = self.lock();
        let generation = state.tasks[index].generation.next();
        state.tasks[index] = Task {
            generation,
            ..Task::default()
        };
        for task in &mut state.tasks {
            if let Some(sending) = task
                .sending
                .as_mut()
                .filter(|sending| sending.target.index() == index)
            {
                sending.answer = Some(Answer::Reply {
                    code: dead_code(generation),
                    message: Vec::new(),
                });
            }
        }
        self.shared.changed.notify_all();
    }

    /// Waits until the task has sent something that its target has not answered; `received` waits until the target has it.
    pub fn wait_until_sending(&self, index: usize, received: bool) {
        let mut state = self.lock();
        while !state.tasks[index]
            .sending
            .as_ref()
            .is_some_and(|sending| !received || sending.received)
        {
            state = self.wait(state);
        }
    }

    /// Everything that was answered, in order.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.lock().exchanges.clone()
    }

    /// Posts notifications from outside of any task.
    pub fn post(&self, target: TaskId, bits: u32) -> u32 {
        let mut state = self.lock();
        if let Err(code) = state.alive(target) {
            return code;
        }
        state.tasks[target.index()].notifications |= bits;
        self.shared.changed.notify_all();
        0
    }

    pub(crate) fn send(
        &self,
        me: TaskId,
        target: TaskId,
        operation: u16,
        outgoing: &[u8],
        incoming: &mut [u8],
        leases: &[Lease<'_>],
    ) -> (u32, usize) {
        let mut state = self.lock();
        state.survive(me);
        if let Err(code) = state.alive(target) {
            return (code, 0);
        }
        let leases = leases.iter().map(
            |&Lease {
                 attributes,
                 base,
                 len,
                 ..
             }| Lent {
                attributes,
                base,
                len,
            },
        );
        state.tasks[me.index()].sending = Some(Sending {
            target,
            operation,
            message: outgoing.to_vec(),
            capacity: incoming.len(),
            leases: leases.collect(),
            received: false,
            answer: None,
        });
        self.shared.changed.notify_all();
        loop {
            state.survive(me);
            let answered = state.tasks[me.index()]
                .sending
                .take_if(|sending| sending.answer.is_some());
            match answered {
                None => state = self.wait(state),
                Some(Sending {
                    answer: Some(Answer::Fault(reason)),
                    ..
                }) => {
                    drop(state);
                    panic_any(Fault(reason));
                }
                Some(Sending {
                    answer,
                    operation,
                    message,
                    ..
                }) => {
                    let Some(Answer::Reply {
                        code,
                        message: reply,
                    }) = answer
                    else {
                        unreachable!()
                    };
                    incoming[..reply.len()].copy_from_slice(&reply);
                    let len = reply.len();
                    state.exchanges.push(Exchange {
                        operation,
                        message,
                        code,
                        reply,
                    });
                    return (code, len);
                }
            }
        }
    }

    pub(crate) fn receive(
        &self,
        me: TaskId,
        buffer: &mut [u8],
        mask: u32,
        from: Option<TaskId>,
    ) -> Result<RecvMessage, u32> {
        let mut state = self.lock();
        loop {
            state.survive(me);
            let posted = state.tasks[me.index()].notifications & mask;
            if posted != 0 {
                state.tasks[me.index()].notifications &= !mask;
                return Ok(RecvMessage {
                    sender: TaskId::KERNEL,
                    operation: posted,
                    message_len: 0,
                    response_capacity: 0,
                    lease_count: 0,
                });
            }
            if let Some(sender) = from.filter(|sender| *sender != TaskId::KERNEL) {
                state.alive(sender)?;
            }
            let next = (0..state.tasks.len())
                .map(|index| state.id(index))
                .find(|sender| {
                    let sending = state.tasks[sender.index()].sending.as_ref();
                    from.is_none_or(|from| from == *sender)
                        && sending.is_some_and(|sending| {
                            sending.target == me && !sending.received && sending.answer.is_none()
                        })
                });
            if let Some(sender) = next {
                let sending = state.tasks[sender.index()].sending.as_mut().unwrap();
                sending.received = true;
                let len = sending.message.len().min(buffer.len());
                buffer[..len].copy_from_slice(&sending.message[..len]);
                let message = RecvMessage {
                    sender,
                    operation: u32::from(sending.operation),
                    message_len: sending.message.len(),
                    response_capacity: sending.capacity,
                    lease_count: sending.leases.len(),
                };
                self.shared.changed.notify_all();
                return Ok(message);
            }
            state = self.wait(state);
        }
    }

    pub(crate) fn reply(&self, me: TaskId, peer: TaskId, code: u32, message: &[u8]) {
        let mut state = self.lock();
        state.survive(me);
        // A client that has been restarted needs no answer.
        let Some(sending) = state.lender(me, peer) else {
            return;
        };
        assert!(
            message.len() <= sending.capacity,
            "reply of {} bytes for {}",
            message.len(),
            sending.capacity
        );
        sending.answer = Some(Answer::Reply {
            code,
            message: message.to_vec(),
        });
        self.shared.changed.notify_all();
    }

    pub(crate) fn reply_fault(&self, me: TaskId, peer: TaskId, reason: ReplyFaultReason) {
        let mut state = self.lock();
        state.survive(me);
        if let Some(sending) = state.lender(me, peer) {
            sending.answer = Some(Answer::Fault(reason));
            self.shared.changed.notify_all();
        }
    }

    pub(crate) fn borrow_info(
        &self,
        me: TaskId,
        lender: TaskId,
        index: usize,
    ) -> Option<BorrowInfo> {
        let mut state = self.lock();
        state.survive(me);
        let lent = state.lender(me, lender)?.leases.get(index)?;
        Some(BorrowInfo {
            attributes: lent.attributes,
            len: lent.len,
        })
    }

    pub(crate) fn borrow_read(
        &self,
        me: TaskId,
        lender: TaskId,
        index: usize,
        offset: usize,
        to: &mut [u8],
    ) -> (u32, usize) {
        self.borrow(
            me,
            lender,
            index,
            LeaseAttributes::READ,
            offset,
            to.len(),
            |memory| to.copy_from_slice(memory),
        )
    }

    pub(crate) fn borrow_write(
        &self,
        me: TaskId,
        lender: TaskId,
        index: usize,
        offset: usize,
        from: &[u8],
    ) -> (u32, usize) {
        self.borrow(
            me,
            lender,
            index,
            LeaseAttributes::WRITE,
            offset,
            from.len(),
            |memory| memory.copy_from_slice(from),
        )
    }

    #[allow(clippy::too_many_arguments)]
    fn borrow(
        &self,
        me: TaskId,
        lender: TaskId,
        index: usize,
        needed: LeaseAttributes,
        offset: usize,
        len: usize,
        with: impl FnOnce(&mut [u8]),
    ) -> (u32, usize) {
        let mut state = self.lock();
        state.survive(me);
        if let Err(code) = state.alive(lender) {
            return (code, 0);
        }
        let Some(sending) = state.lender(me, lender) else {
            return (DEFECT, 0);
        };
        match sending.leases.get(index) {
            Some(lent) if lent.attributes.contains(needed) && offset + len <= lent.len => {
                // Safety: inside the lease, whose owner waits, under the lock.
                with(unsafe { std::slice::from_raw_parts_mut(lent.base.add(offset), len) });
                (0, len)
            }
            _ => (DEFECT, 0),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A task that panics in a system call leaves the state as it was.
        self.shared
            .state
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.shared
            .changed
            .wait(state)
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl State {
    fn id(&self, index: usize) -> TaskId {
        TaskId::for_index_and_gen(index, self.tasks[index].generation)
    }

    /// Ends the calling thread when its task has been restarted since.
    fn survive(&self, me: TaskId) {
        if self.id(me.index()) != me {
            resume_unwind(Box::new(Replaced));
        }
    }

    fn alive(&self, task: TaskId) -> Result<(), u32> {
        let generation = self.tasks[task.index()].generation;
        if generation == task.generation() {
            Ok(())
        } else {
            Err(dead_code(generation))
        }
    }

    /// The send of `peer` that `me` has received and not answered.
    fn lender(&mut self, me: TaskId, peer: TaskId) -> Option<&mut Sending> {
        self.alive(peer).ok()?;
        let sending = self.tasks[peer.index()].sending.as_mut()?;
        (sending.received && sending.target == me && sending.answer.is_none()).then_some(sending)
    }
}

fn ended<T>(payload: Box<dyn Any + Send>) -> Outcome<T> {
    if let Some(Fault(reason)) = payload.downcast_ref() {
        return Outcome::Faulted(*reason);
    }
    if payload.is::<Replaced>() {
        return Outcome::Restarted;
    }
    let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
    Outcome::Panicked(
        text.or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_default(),
    )
}
