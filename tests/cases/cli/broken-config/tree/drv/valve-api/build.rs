fn main() {
    idol::client::build_client_stub("../../idl/valve.idol", "client_stub.rs").unwrap();
}
