//! Starts failed tasks again.
//!
//! This task has the highest priority and must never wait for another one, so
//! it sends to the kernel and to nobody else.

#![no_std]
#![no_main]

mod image;

use core::convert::Infallible;
use hubris_num_tasks::{Task, NUM_TASKS};
use idol_runtime::{NotificationHandler, RequestError};
use task_supervisor_api::{
    ImageSlot, ResetReason, SupervisorError, TaskFault, TaskHealth,
};
use userlib::{
    kipc, set_timer_relative, sys_get_timer, FaultInfo, RecvMessage, TaskState,
};

/// More restarts than this and the station itself starts again.
const MAX_RESTARTS: u16 = 100;

struct ServerImpl {
    reason: ResetReason,
    tasks: [TaskHealth; NUM_TASKS],
    pending: Option<ResetReason>,
}

impl ServerImpl {
    fn task(&mut self, task: u16) -> Result<&mut TaskHealth, SupervisorError> {
        self.tasks
            .get_mut(usize::from(task))
            .ok_or(SupervisorError::NoSuchTask)
    }

    fn schedule(
        &mut self,
        reason: ResetReason,
        delay_ms: u32,
    ) -> Result<(), SupervisorError> {
        if self.pending.is_some() {
            return Err(SupervisorError::ResetPending);
        }
        self.pending = Some(reason);
        set_timer_relative(delay_ms, notifications::TIMER_MASK);
        Ok(())
    }

    fn restart_faulted(&mut self) {
        let mut next = 1;
        while let Some(index) = kipc::find_faulted_task(next) {
            let index = index.get();
            next = index + 1;
            let health = &mut self.tasks[index];
            if let TaskState::Faulted { fault, .. } =
                kipc::read_task_status(index)
            {
                health.last_fault = Some(describe(fault));
            }
            if health.held {
                continue;
            }
            health.restarts = health.restarts.saturating_add(1);
            if health.restarts > MAX_RESTARTS {
                let reason = ResetReason::TaskFailed(index as u16);
                // A reset that is under way already serves as well.
                let _ = self.schedule(reason, 0);
            } else {
                kipc::reinit_task(index, true);
            }
        }
    }
}

fn describe(fault: FaultInfo) -> TaskFault {
    match fault {
        FaultInfo::MemoryAccess { address, .. } => {
            TaskFault::Memory { address }
        }
        FaultInfo::StackOverflow { address } => {
            TaskFault::StackOverflow { address }
        }
        FaultInfo::BusError { .. } => TaskFault::BusError,
        FaultInfo::DivideByZero => TaskFault::DivideByZero,
        FaultInfo::IllegalInstruction | FaultInfo::IllegalText => {
            TaskFault::IllegalInstruction
        }
        FaultInfo::Panic => TaskFault::Panic,
        FaultInfo::SyscallUsage(error) => TaskFault::Usage(error as u8),
        _ => TaskFault::Usage(u8::MAX),
    }
}

impl idl::InOrderSupervisorImpl for ServerImpl {
    fn reset_reason(
        &mut self,
        _: &RecvMessage,
    ) -> Result<ResetReason, RequestError<Infallible>> {
        Ok(self.reason)
    }

    fn uptime(
        &mut self,
        _: &RecvMessage,
    ) -> Result<u64, RequestError<Infallible>> {
        Ok(sys_get_timer().now)
    }

    fn health(
        &mut self,
        _: &RecvMessage,
        task: u16,
    ) -> Result<TaskHealth, RequestError<SupervisorError>> {
        Ok(*self.task(task)?)
    }

    fn hold(
        &mut self,
        _: &RecvMessage,
        task: u16,
        hold: bool,
    ) -> Result<(), RequestError<SupervisorError>> {
        if task == Task::supervisor as u16 || task == Task::idle as u16 {
            return Err(SupervisorError::NotHoldable.into());
        }
        self.task(task)?.held = hold;
        Ok(())
    }

    fn reset(
        &mut self,
        _: &RecvMessage,
        reason: ResetReason,
    ) -> Result<(), RequestError<SupervisorError>> {
        Ok(self.schedule(reason, 0)?)
    }

    fn enter_bootloader(
        &mut self,
        _: &RecvMessage,
        slot: ImageSlot,
    ) -> Result<(), RequestError<SupervisorError>> {
        image::check(slot).map_err(|_| SupervisorError::BadImage)?;
        image::boot_next(slot);
        kipc::system_restart()
    }
}

impl NotificationHandler for ServerImpl {
    fn current_notification_mask(&self) -> u32 {
        notifications::FAULT_MASK | notifications::TIMER_MASK
    }

    fn handle_notification(&mut self, bits: u32) {
        if bits & notifications::FAULT_MASK != 0 {
            self.restart_faulted();
        }
        if bits & notifications::TIMER_MASK != 0 {
            if let Some(reason) = self.pending {
                image::remember(reason);
                kipc::system_restart();
            }
        }
    }
}

#[export_name = "main"]
fn main() -> ! {
    let fresh = TaskHealth {
        restarts: 0,
        held: false,
        last_fault: None,
        build: image::build_id(),
    };
    let mut server = ServerImpl {
        reason: image::last_reason(),
        tasks: [fresh; NUM_TASKS],
        pending: None,
    };
    let mut buffer = [0; idl::INCOMING_SIZE];
    loop {
        idol_runtime::dispatch_n(&mut buffer, &mut server);
    }
}

mod idl {
    use task_supervisor_api::{
        ImageSlot, ResetReason, SupervisorError, TaskHealth,
    };

    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

include!(concat!(env!("OUT_DIR"), "/notifications.rs"));
