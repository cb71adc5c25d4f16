use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    build_util::build_notifications()?;
    idol::server::build_server_support(
        "../../idl/uplink.idol",
        "server_stub.rs",
        idol::server::ServerStyle::Pipelined,
    )?;

    let config = build_net::load_net_config()?;
    let path = build_util::out_dir().join("owners.rs");
    let mut out = std::fs::File::create(path)?;
    writeln!(
        out,
        "pub const OWNERS: [hubris_num_tasks::Task; {}] = [",
        config.sockets.len(),
    )?;
    for socket in config.sockets.values() {
        writeln!(out, "    hubris_num_tasks::Task::{},", socket.owner.name)?;
    }
    writeln!(out, "];")?;
    Ok(())
}
