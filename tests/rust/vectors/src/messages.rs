//! Messages in the forms that message contracts have in the field: requests and results of two processors, a host's
//! messages with inventories, messages over the network. The tests read the definitions out of this very file.

use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};
use serde_big_array::BigArray;

// Two processors of one board.

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Protocol(pub u32);

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Prefix {
    pub protocol: Protocol,
    pub length: u16,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Ask {
    Health,
    Traffic,
    Boot,
    Flash(FlashAsk),
    Signed(SignedAsk),
    Copy(CopyAsk),
    Label(LabelAsk),
    Prove(ProveAsk),
    Sector { sector: Sector },
    Watch(WatchAsk),
    Cycle(CycleAsk),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum FlashAsk {
    BlockSize,
    Begin(Bank),
    Write { block: u32 },
    Choose { half: Half, lasting: Lasting },
    End,
    Stop,
    Restart,
    Info,
    InfoAs { version: u8 },
    BeginPart { part: Part, half: Half },
    ChoosePart { part: Part, half: Half, lasting: Lasting },
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
#[repr(u8)]
pub enum Bank {
    Never = 0,
    First = 1,
    Second = 2,
    Loader = 3,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
#[repr(u8)]
pub enum Half {
    A = 1,
    B = 2,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Lasting {
    Once,
    Always,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Part {
    Kernel,
    Loader,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct SignedAsk {
    pub version: u32,
    pub id: u64,
    pub task: SignedTask,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Digest(pub [u8; 32]);

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Measured {
    pub base: Digest,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Nonce(pub [u8; 32]);

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum SignedTask {
    Papers,
    Measure(Measured),
    Sign(Digest),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum CopyAsk {
    V1 { address: u32 },
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum LabelAsk {
    Size { half: Half },
    Read { half: Half, start: u32, size: u32 },
    PartSize { part: Part, half: Half },
    PartRead { part: Part, half: Half, start: u32, size: u32 },
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Hash {
    Sha3,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum ProveAsk {
    Count,
    Length(u32),
    Paper { index: u32, offset: u32, size: u32 },
    Note { hash: Hash },
    Notes { offset: u32, size: u32 },
    NotesLength,
    Prove { nonce: u32, room: u32 },
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
#[repr(u8)]
pub enum Sector {
    Maker,
    Active,
    Scratch,
    Idle,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum WatchAsk {
    Start { milliseconds: u32 },
    Stop,
    Supported,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum CycleAsk {
    Stage,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Told {
    Fine,
    Health(Health),
    Traffic(Traffic),
    Boot(Boot),
    Flash(FlashTold),
    Signed { version: u32, id: u64, result: SignedTold },
    Label(LabelTold),
    Cycle(Result<Stage, CycleFault>),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Health {
    pub protocol: Protocol,
    pub oldest: Protocol,
    pub ask_room: u16,
    pub tell_room: u16,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Traffic {
    pub received: u32,
    pub lost: u32,
    pub too_long: u32,
    pub pulses: u32,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Boot {
    V1 { state: BootV1, checksum: u32 },
    V2 { state: BootV2 },
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct BootV1 {
    pub active: Half,
    pub a: Option<Image>,
    pub b: Option<Image>,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Image {
    pub digest: [u8; 32],
    pub version: ImageVersion,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct ImageVersion {
    pub epoch: u32,
    pub version: u32,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct BootV2 {
    pub active: Half,
    pub a: CheckedImage,
    pub b: CheckedImage,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct CheckedImage {
    pub digest: [u8; 32],
    pub check: Result<(), ImageFault>,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum ImageFault {
    Unchecked,
    Erased,
    BadMagic,
    Signature,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum FlashTold {
    BlockSize(u32),
    Info(FlashInfo),
    InfoAs(FlashInfoAs),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct FlashInfo {
    pub active: Half,
    pub lasting: Half,
    pub next_lasting: Option<Half>,
    pub next: Option<Half>,
    pub digest_a: Option<[u8; 32]>,
    pub digest_b: Option<[u8; 32]>,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum FlashInfoAs {
    V1(FlashInfo),
    V2(FlashInfoV2),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Fingerprint {
    Sha3([u8; 32]),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct FlashInfoV2 {
    pub active: Half,
    pub next: Option<Half>,
    pub print_a: Fingerprint,
    pub print_b: Fingerprint,
    pub check_a: Result<(), ImageFault>,
    pub check_b: Result<(), ImageFault>,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum SignedTold {
    Fine,
    Fault(SignedFault),
    Papers(Papers),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum SignedFault {
    Encoding,
    Papers(PapersFault),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum PapersFault {
    Missing,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Signature(#[serde(with = "BigArray")] pub [u8; 64]);

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Papers {
    pub serial: [u8; 16],
    pub key: Digest,
    pub signature: Signature,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum LabelTold {
    Size(u32),
    Read,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Stage {
    Blank,
    Sealed,
    Open { until: u64 },
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum CycleFault {
    Register(u32),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Refusal {
    Protocol(ProtocolFault),
    Bus(BusFault),
    Flash(FlashFault),
    Prove(ProveFault),
    Sector(SectorFault),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
#[repr(u32)]
pub enum ProtocolFault {
    Encoding = 1,
    Checksum = 2,
    Version = 7,
    Restarted = 0xffff_ff00,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
#[repr(u8)]
pub enum BusFault {
    Busy = 1,
    Task = 3,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum FlashFault {
    Length,
    Order,
    Unknown(u32),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum ProveFault {
    Room { room: u32, needed: u32 },
    Bus(BusFault),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct SectorFault(pub bool, pub i16);

pub type Reply = Result<Told, Refusal>;

// A host, and what keeps it company.

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum HostAsk {
    Nothing,
    Restart,
    Failure { reason: u8 },
    Panic,
    Phase { hash: [u8; 32], offset: u64 },
    Lookup { key: u8, room: u16 },
    Inventory { index: u32 },
    Begin { length: u64, algorithm: u8 },
    Stage { version: u64, stage: u64 },
}

/// `bitflags` with an `impl` of its own, over a type that serializes by its derive.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, SerializedSize)]
#[repr(transparent)]
pub struct Alarms(u64);

bitflags::bitflags! {
    impl Alarms: u64 {
        const RESTARTED = 1 << 0;
        const HOT = 1 << 1;
        const LATE = 1 << 40;
    }
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Plate {
    #[serde(with = "BigArray")]
    pub model: [u8; 51],
    pub revision: u32,
    #[serde(with = "BigArray")]
    pub serial: [u8; 51],
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Addresses {
    pub base: [u8; 6],
    pub count: u16,
    pub stride: u8,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Undecoded {
    Framing,
    Checksum,
    Version,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Found {
    Fine,
    Absent,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum HostTold {
    Nothing,
    Fine,
    Undecoded(Undecoded),
    Half(Half),
    Plate(Plate),
    Addresses { base: [u8; 6], count: u16, stride: u8 },
    Status { alarms: Alarms, start: Alarms },
    Alert { action: u8 },
    Inventory { result: Found, name: [u8; 32] },
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Code(#[serde(with = "BigArray")] pub [u8; 128]);

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Device {
    Memory {
        #[serde(with = "BigArray")]
        id: [u8; 512],
        sensor: u32,
    },
    Plate(Plate),
    Serial([u8; 16]),
    Chip { id: [u32; 3], revision: u16 },
    Supply { maker: [u8; 3], model: [u8; 10], sensors: [u32; 2] },
    Fans { plate: Plate, fans: [Plate; 3] },
    CodedFans { code: Code, fans: [Code; 3] },
    Clock { hardware: u8, product: u16 },
}

// Over the network.

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Envelope {
    pub version: u8,
    pub id: u64,
    pub kind: Kind,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Kind {
    Fault,
    Ask,
    Told,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct NetMessage {
    pub version: u8,
    pub body: NetBody,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum NetBody {
    Fault(NetFault),
    Ask(NetAsk),
    Told(NetTold),
    /// Kept for a kind that has no message yet.
    Later(Empty),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Empty;

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum NetFault {
    Kind,
    Size { expected: u32, actual: u32 },
    Version { expected: u8, actual: u8 },
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Modules(pub u64);

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Page {
    Old(OldPage),
    New(NewPage),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum OldPage {
    Lower,
    Upper(u8),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum NewPage {
    Lower,
    Upper(NewUpper),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct NewUpper {
    pub bank: Option<u8>,
    pub page: u8,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Span {
    pub page: Page,
    pub offset: u8,
    pub length: u8,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Lamp {
    Off,
    On,
    Unknown(u8),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum NetAsk {
    Read { modules: Modules, read: Span },
    Reset(Modules),
    Lamp { modules: Modules, lamp: Lamp },
    Addresses,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum AddressTold {
    Fine(Addresses),
    Bad { reason: Kind, base: [u8; 6], count: u16, stride: u8 },
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum NetTold {
    Read { modules: Modules, failed: Modules, read: Span },
    Fine { modules: Modules, failed: Modules },
    Addresses(AddressTold),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct DumpAsk {
    pub version: u8,
    pub id: u64,
    pub ask: DumpRequest,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum DumpRequest {
    Read { index: u8, offset: u32 },
    Begin,
    Segment { address: u32, length: u32 },
    Region { task: u32, start: u32, length: u32 },
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum DumpTold {
    Read(#[serde(with = "BigArray")] [u8; 256]),
    Begin,
    Region(u8),
    Image([u8; 8]),
}

pub type DumpReply = Result<DumpTold, NetFault>;

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Inspect {
    V0(InspectV0),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum InspectV0 {
    Registers,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Challenge {
    Plain { at: u64 },
    Signed { device: [u8; 32], software: [u8; 4], nonce: [u8; 32] },
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum SwitchAsk {
    Challenge,
    Unlock { challenge: Challenge, seconds: u32 },
    Lock,
    Clear { target: Option<u8>, lamp: Option<Lamp> },
}
