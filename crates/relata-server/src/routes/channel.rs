use relata_api::{Body, ChannelDocument};
use relata_model::{Channel, ChannelCode, Problem};

use super::document::Wire;

impl Wire for ChannelDocument {
    type Stored = Channel;
    const PATH: &'static str = "channels";
    const PLURAL: &'static str = "channels";

    fn of(stored: &Channel) -> ChannelDocument {
        ChannelDocument::from_channel(stored)
    }

    fn read(body: &Body, key: Option<&ChannelCode>) -> Result<Channel, Vec<Problem>> {
        ChannelDocument::read(body, key)
    }
}
