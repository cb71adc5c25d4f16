pub fn cases() {
    layout!((u8, u32); 0 1);
    serde!(Option<u8> = Some(3), "3");
    image!([u16; 2] = [1, 2], "[1,2]");
    accepts!(bool, [0], [2]);
}
