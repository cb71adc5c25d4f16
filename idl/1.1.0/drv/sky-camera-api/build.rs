fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::client::build_client_stub(
        "../../idl/sky-camera.idl",
        "client_stub.rs",
    )?;
    Ok(())
}
