fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    build_util::build_notifications()?;
    // A unit without a camera answers every call with `NotFitted`.
    idol::Generator::new()
        .with_error_server()
        .build_server_support(
            "../../idl/sky-camera.idl",
            "server_stub.rs",
            idol::server::ServerStyle::InOrder,
        )?;
    Ok(())
}
