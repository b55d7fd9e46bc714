//! The typed calls of the methods that the pairs know: takes params as JSON, gives what the server answered as JSON.

use std::future::IntoFuture;

use callwright::{BoxFuture, Error, Failure, ServerError};
use callwright_tests::ethereum::{Ethereum, types::*};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What a typed call came to.
#[derive(Debug)]
pub(super) enum Answer {
    /// The result, decoded into its type and encoded again.
    Result(Value),
    /// The error object.
    Refused(ServerError),
    /// Neither, and why.
    Failed(String),
}

/// Why a pair's params are not those of the typed call.
pub(super) type Misfit = String;

/// Params that are still to be decoded, each into the type of its argument.
struct Given<'a>(std::slice::Iter<'a, Value>);

impl Given<'_> {
    fn required<T: DeserializeOwned>(&mut self) -> Result<T, Misfit> {
        self.optional()?.ok_or_else(|| "too few params".to_owned())
    }

    fn optional<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Misfit> {
        let decode = |value: &Value| T::deserialize(value).map_err(|cause| cause.to_string());
        self.0.next().map(decode).transpose()
    }

    fn end(mut self) -> Result<(), Misfit> {
        match self.0.next() {
            Some(more) => Err(format!("more params than the document has: {more}")),
            None => Ok(()),
        }
    }
}

/// Sends the call and encodes what its type decoded.
fn answer<C, R, F>(call: C) -> BoxFuture<'static, Answer>
where
    C: IntoFuture<Output = Result<R, Error<F>>>,
    C::IntoFuture: Send + 'static,
    R: Serialize,
    F: Failure,
{
    let reply = call.into_future();
    Box::pin(async {
        match reply.await {
            Ok(result) => match serde_json::to_value(result) {
                Ok(result) => Answer::Result(result),
                Err(cause) => Answer::Failed(cause.to_string()),
            },
            Err(Error::Server(failure)) => Answer::Refused(failure.as_ref().clone()),
            Err(error) => Answer::Failed(error.to_string()),
        }
    })
}

/// Each line: the name on the wire, the method with the types of its arguments, its setters with theirs.
macro_rules! calls {
    ($($wire:literal => $method:ident($($argument:ty),*) $(.$setter:ident($optional:ty))*,)*) => {
        /// The names on the wire of the methods that [`call`] knows.
        pub(super) const METHODS: &[&str] = &[$($wire),*];

        /// Makes the typed call of `method`, or says why these params are not its own.
        pub(super) fn call(
            client: &Ethereum,
            method: &str,
            params: &[Value],
        ) -> Result<BoxFuture<'static, Answer>, Misfit> {
            let mut given = Given(params.iter());
            match method {
                $($wire => {
                    let call = client.$method($(given.required::<$argument>()?),*);
                    $(let call = match given.optional::<$optional>()? {
                        Some(value) => call.$setter(value),
                        None => call,
                    };)*
                    given.end()?;
                    Ok(answer(call))
                })*
                _ => Err(format!("no line for `{method}`")),
            }
        }
    };
}

calls! {
    "debug_getRawBlock" => debug_get_raw_block(BlockNumberOrTag),
    "debug_getRawHeader" => debug_get_raw_header(BlockNumberOrTag),
    "debug_getRawReceipts" => debug_get_raw_receipts(BlockNumberOrTag),
    "debug_getRawTransaction" => debug_get_raw_transaction(Hash32),
    "debug_traceBlockByHash" => debug_trace_block_by_hash(Hash32).trace_config(TraceConfig),
    "debug_traceBlockByNumber" => debug_trace_block_by_number(BlockNumberOrTag).trace_config(TraceConfig),
    "debug_traceTransaction" => debug_trace_transaction(Hash32).trace_config(TraceConfig),
    "eth_baseFee" => eth_base_fee(),
    "eth_blobBaseFee" => eth_blob_base_fee(),
    "eth_blockNumber" => eth_block_number(),
    "eth_call" => eth_call(GenericTransaction).block(BlockNumberOrTagOrHash),
    "eth_capabilities" => eth_capabilities(),
    "eth_chainId" => eth_chain_id(),
    "eth_config" => eth_config(),
    "eth_createAccessList" => eth_create_access_list(GenericTransaction).block(BlockNumberOrTag),
    "eth_estimateGas" => eth_estimate_gas(GenericTransaction).block(BlockNumberOrTag),
    "eth_feeHistory" => eth_fee_history(Uint, BlockNumberOrTag, Vec<f64>),
    "eth_getBalance" => eth_get_balance(Address).block(BlockNumberOrTagOrHash),
    "eth_getBlockByHash" => eth_get_block_by_hash(Hash32, bool),
    "eth_getBlockByNumber" => eth_get_block_by_number(BlockNumberOrTag, bool),
    "eth_getBlockReceipts" => eth_get_block_receipts(BlockNumberOrTagOrHash),
    "eth_getBlockTransactionCountByHash" => eth_get_block_transaction_count_by_hash().block_hash(Hash32),
    "eth_getBlockTransactionCountByNumber" => eth_get_block_transaction_count_by_number().block(BlockNumberOrTag),
    "eth_getCode" => eth_get_code(Address).block(BlockNumberOrTagOrHash),
    "eth_getLogs" => eth_get_logs(Filter),
    "eth_getProof" => eth_get_proof(Address, Vec<BytesMax32>).block(BlockNumberOrTagOrHash),
    "eth_getStorageAt" => eth_get_storage_at(Address, BytesMax32).block(BlockNumberOrTagOrHash),
    "eth_getStorageValues" => eth_get_storage_values(Requests).block(BlockNumberOrTagOrHash),
    "eth_getTransactionByBlockHashAndIndex" => eth_get_transaction_by_block_hash_and_index(Hash32, Uint),
    "eth_getTransactionByBlockNumberAndIndex" => eth_get_transaction_by_block_number_and_index(BlockNumberOrTag, Uint),
    "eth_getTransactionByHash" => eth_get_transaction_by_hash(Hash32),
    "eth_getTransactionCount" => eth_get_transaction_count(Address).block(BlockNumberOrTagOrHash),
    "eth_getTransactionReceipt" => eth_get_transaction_receipt(Hash32),
    "eth_sendRawTransaction" => eth_send_raw_transaction(Bytes),
    "eth_simulateV1" => eth_simulate_v1(EthSimulatePayload).block_tag(BlockNumberOrTagOrHash),
    "eth_syncing" => eth_syncing(),
    "net_version" => net_version(),
    "testing_buildBlockV1" => testing_build_block_v1(Hash32, TestingBuildBlockV1PayloadAttributes, Option<Vec<Bytes>>)
        .extra_data(Option<Bytes>),
    "txpool_content" => txpool_content(),
    "txpool_contentFrom" => txpool_content_from(Address),
    "txpool_status" => txpool_status(),
}

/// Storage keys by address; the document has no name for it.
type Requests = std::collections::BTreeMap<String, Vec<BytesMax32>>;
