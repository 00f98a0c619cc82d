//! Operations as the generator writes them.

use crate::runtime::Call;
use crate::runtime::Client;
use crate::runtime::Error;
use crate::runtime::Mode;
use crate::runtime::Operation;
use crate::runtime::OperationInfo;
use crate::runtime::Param;
use crate::runtime::Reply;
use crate::runtime::SecurityRequirement;
use crate::runtime::Segment;
use crate::runtime::Server;
use crate::runtime::Status;
use crate::types::Pet;

/// The operations on pets.
#[derive(Clone, Copy, Debug)]
pub struct Pets<'a, M> {
    client: &'a Client<M>,
}

impl<'a, M: Mode> Pets<'a, M> {
    pub(crate) fn new(client: &'a Client<M>) -> Self {
        Self { client }
    }

    /// `GET /pets/{petId}`
    pub fn get(&self, pet_id: impl Into<String>) -> Call<GetPet, M> {
        Call::new(self.client).param(0, &pet_id.into())
    }

    /// `GET /pets`
    pub fn list(&self, arguments: ListPets) -> Call<ListPets, M> {
        Call::new(self.client).param(0, &arguments.owner).param(1, &arguments.kinds)
    }

    /// `POST /pets`
    pub fn create(&self, body: &Pet) -> Call<CreatePet, M> {
        Call::new(self.client).json_body("application/json", body)
    }

    /// `POST /pets/{petId}/feed`
    pub fn feed(&self, pet_id: impl Into<String>) -> Call<FeedPet, M> {
        Call::new(self.client).param(0, &pet_id.into())
    }

    /// `GET /pets/{petId}/photo`
    pub fn photo(&self, pet_id: impl Into<String>) -> Call<PetPhoto, M> {
        Call::new(self.client).param(0, &pet_id.into())
    }

    /// `PUT /pets/{petId}/photo`
    pub fn set_photo(&self, pet_id: impl Into<String>, body: impl Into<crate::runtime::Body<M>>) -> Call<SetPhoto, M> {
        Call::new(self.client).param(0, &pet_id.into()).bytes_body("image/png", body)
    }

    /// `GET /motd`, on a server of its own
    pub fn motd(&self) -> Call<Motd, M> {
        Call::new(self.client)
    }
}

const ID: Param = Param::path("petId");
const FIRST_OF: &[&[SecurityRequirement]] = &[
    &[SecurityRequirement::scheme(0)],
    &[SecurityRequirement::scheme(1)],
    &[SecurityRequirement::scheme(2).scopes(&["read"])],
    &[SecurityRequirement::scheme(3), SecurityRequirement::scheme(4)],
    &[SecurityRequirement::scheme(7)],
    &[SecurityRequirement::scheme(6), SecurityRequirement::scheme(5).scopes(&["read"])],
];

/// `GET /pets/{petId}`
#[derive(Debug)]
pub struct GetPet {
    _private: (),
}

static GET_PET: OperationInfo =
    OperationInfo::get("PetController_get[1]", "pets.get", &[Segment::Literal("/pets/"), Segment::Param(0)])
        .params(&[ID])
        .security(FIRST_OF)
        .accept("application/json")
        .success(&[Status::Code(200)]);

impl<M: Mode> Operation<M> for GetPet {
    const INFO: &'static OperationInfo = &GET_PET;
    type Output = Pet;

    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        reply.json()
    }
}

/// `GET /pets`: the required parameters
#[derive(Clone, Debug)]
pub struct ListPets {
    /// The owner.
    pub owner: String,
    /// The kinds.
    pub kinds: Vec<String>,
}

static LIST_PETS: OperationInfo = OperationInfo::get("listPets", "pets.list", &[Segment::Literal("/pets")])
    .params(&[
        Param::header("X-Owner").required(),
        Param::query("kinds").required().explode(false),
        Param::query("limit"),
        Param::cookie("theme"),
    ])
    .security(&[&[], &[SecurityRequirement::scheme(0)]])
    .accept("application/json")
    .success(&[Status::Range(2)]);

impl<M: Mode> Operation<M> for ListPets {
    const INFO: &'static OperationInfo = &LIST_PETS;
    type Output = Vec<Pet>;

    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        reply.json()
    }
}

impl<M: Mode> Call<ListPets, M> {
    /// How many.
    pub fn limit(self, limit: i32) -> Self {
        self.param(2, &limit)
    }

    /// The theme.
    pub fn theme(self, theme: &str) -> Self {
        self.param(3, &theme)
    }
}

/// `POST /pets`
#[derive(Debug)]
pub struct CreatePet {
    _private: (),
}

static CREATE_PET: OperationInfo = OperationInfo::post("createPet", "pets.create", &[Segment::Literal("/pets")])
    .security(FIRST_OF)
    .accept("application/json")
    .success(&[Status::Code(201)]);

impl<M: Mode> Operation<M> for CreatePet {
    const INFO: &'static OperationInfo = &CREATE_PET;
    type Output = Pet;

    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        reply.json()
    }
}

/// `POST /pets/{petId}/feed`
#[derive(Debug)]
pub struct FeedPet {
    _private: (),
}

static FEED_PET: OperationInfo = OperationInfo::post(
    "feedPet",
    "pets.feed",
    &[Segment::Literal("/pets/"), Segment::Param(0), Segment::Literal("/feed")],
)
.params(&[ID])
.success(&[Status::Code(204)]);

impl<M: Mode> Operation<M> for FeedPet {
    const INFO: &'static OperationInfo = &FEED_PET;
    type Output = ();

    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        reply.empty()
    }
}

/// `GET /pets/{petId}/photo`
#[derive(Debug)]
pub struct PetPhoto {
    _private: (),
}

static PET_PHOTO: OperationInfo = OperationInfo::get(
    "petPhoto",
    "pets.photo",
    &[Segment::Literal("/pets/"), Segment::Param(0), Segment::Literal("/photo")],
)
.params(&[ID])
.accept("image/png")
.success(&[Status::Code(200)])
.streamed(&[Status::Code(200)]);

impl<M: Mode> Operation<M> for PetPhoto {
    const INFO: &'static OperationInfo = &PET_PHOTO;
    type Output = crate::runtime::ByteStream<M>;

    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        Ok(reply.stream())
    }
}

/// `PUT /pets/{petId}/photo`
#[derive(Debug)]
pub struct SetPhoto {
    _private: (),
}

static SET_PHOTO: OperationInfo = OperationInfo::put(
    "setPhoto",
    "pets.set_photo",
    &[Segment::Literal("/pets/"), Segment::Param(0), Segment::Literal("/photo")],
)
.params(&[ID])
.success(&[Status::Range(2)]);

impl<M: Mode> Operation<M> for SetPhoto {
    const INFO: &'static OperationInfo = &SET_PHOTO;
    type Output = ();

    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        reply.empty()
    }
}

/// `GET /motd`
#[derive(Debug)]
pub struct Motd {
    _private: (),
}

static MOTD: OperationInfo = OperationInfo::get("motd", "pets.motd", &[Segment::Literal("/motd")])
    .servers(&[Server::new("https://motd.example.net", "")])
    .security(&[&[SecurityRequirement::scheme(0)]])
    .accept("text/plain")
    .success(&[Status::Default]);

impl<M: Mode> Operation<M> for Motd {
    const INFO: &'static OperationInfo = &MOTD;
    type Output = String;

    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        if reply.status().is_success() { reply.text() } else { Err(reply.unexpected()) }
    }
}
