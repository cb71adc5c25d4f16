use anyhow::Result;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[tasks.supervisor.config]` of the image.
#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Config {
    /// Operation -> names of the tasks that may call it.
    #[serde(default)]
    allowed_callers: BTreeMap<String, Vec<String>>,
}

fn main() -> Result<()> {
    let config = build_util::task_maybe_config::<Config>()?.unwrap_or_default();
    let allowed_callers = build_util::task_ids()
        .remap_allowed_caller_names_to_ids(&config.allowed_callers)?;

    idol::server::build_restricted_server_support(
        "../../idl/supervisor.idol",
        "server_stub.rs",
        idol::server::ServerStyle::InOrder,
        &allowed_callers,
    )
    .map_err(|e| anyhow::anyhow!("supervisor.idol: {e}"))?;

    build_util::build_notifications()?;
    Ok(())
}
