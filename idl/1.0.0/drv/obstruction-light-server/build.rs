fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::server::build_server_support(
        "../../idl/obstruction-light.idol",
        "server_stub.rs",
        idol::server::ServerStyle::InOrder,
    )?;
    Ok(())
}
