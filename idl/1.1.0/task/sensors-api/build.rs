fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    // The logbook records which operation failed, so the operation itself must
    // be serialisable.
    idol::Generator::new()
        .with_op_enum_derives([
            "serde::Serialize",
            "serde::Deserialize",
            "hubpack::SerializedSize",
        ])
        .build_client_stub("../../idl/sensors.idol", "client_stub.rs")?;
    Ok(())
}
