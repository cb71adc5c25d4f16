fn main() {
    idol::client::build_client_stub("../../idl/pump.idol", "client_stub.rs").unwrap();
}
