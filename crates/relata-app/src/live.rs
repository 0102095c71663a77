//! From committed facts to served answers: the index is compiled once, then follows the change log.
//!
//! ```text
//! write -> commit -> wake ─┐
//! other process -> poll ───┴-> rows of the change log -> facts of the touched keys -> apply -> swap
//! ```

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{Arc, OnceLock, Weak};
use std::time::{Duration, Instant};

use relata_engine::{Builder, Snapshot};
use relata_model::{Noun, OrderLine, Sku};
use relata_store::catalogue::TouchedKeys;
use relata_store::{
    Tx, catalogue, change, condition, guideline, import, order, placement, product, relation, relation_type,
    rule, shop,
};

use crate::app::Inner;
use crate::{App, AppError};

/// How often other processes' changes are looked for.
const POLL: Duration = Duration::from_millis(20);
/// The least time between two swaps, so that a burst of writes becomes one.
const COALESCE: Duration = Duration::from_millis(4);
/// Rows of the change log that are read at once; past them the index is compiled anew.
const CHANGES_MAX: usize = 50_000;
/// Pause after a failed look at the database.
const RETRY: Duration = Duration::from_millis(500);
/// Failures to apply changes after which the index is compiled anew.
const FAILURES_MAX: u32 = 3;
/// Silence after which the database counts as unreachable.
const CONTACT_LOST: Duration = Duration::from_secs(3);

/// What is served now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Live {
    /// The revision of the database that answers are made from.
    pub revision: i64,
    /// The number of the index on this node.
    pub generation: u64,
}

/// The state of the served index, for health and metrics.
#[derive(Debug, Clone)]
pub struct Status {
    /// Whether there is an index of everything committed before the start.
    pub ready: bool,
    /// The revision that answers are made from.
    pub revision: i64,
    /// The number of the index on this node.
    pub generation: u64,
    /// Products in the index.
    pub products: usize,
    /// Relations in the index.
    pub relations: usize,
    /// Whether the database answered lately; asking for the status never asks the database.
    pub database_reachable: bool,
}

/// When the database last answered the follower.
pub(crate) struct Contact {
    since: Instant,
    last_ms: AtomicU64,
}

impl Contact {
    pub(crate) fn new() -> Contact {
        Contact { since: Instant::now(), last_ms: AtomicU64::new(0) }
    }

    fn touch(&self) {
        self.last_ms.store(self.since.elapsed().as_millis() as u64, Ordering::Relaxed);
    }

    fn is_fresh(&self) -> bool {
        let last = Duration::from_millis(self.last_ms.load(Ordering::Relaxed));
        self.since.elapsed().saturating_sub(last) < CONTACT_LOST
    }
}

/// The thread that keeps the index up to date, and the way to wake it.
pub(crate) struct Follower {
    wake: SyncSender<()>,
    woken: std::sync::Mutex<Option<Receiver<()>>>,
    reclaimer: OnceLock<Sender<Arc<Snapshot>>>,
}

impl Follower {
    pub(crate) fn new() -> Follower {
        let (wake, woken) = sync_channel(1);
        Follower { wake, woken: std::sync::Mutex::new(Some(woken)), reclaimer: OnceLock::new() }
    }

    /// Gives an index that was replaced to the thread that drops it.
    fn reclaim(&self, old: Arc<Snapshot>) {
        if let Some(reclaimer) = self.reclaimer.get() {
            // Without that thread the program is about to end, and with it the index.
            drop(reclaimer.send(old));
        }
    }

    /// Says that there may be something new; one call that waits is enough for all.
    pub(crate) fn wake(&self) {
        match self.wake.try_send(()) {
            Ok(()) | Err(TrySendError::Full(())) | Err(TrySendError::Disconnected(())) => {}
        }
    }
}

/// Starts following; the thread ends when the app is dropped.
pub(crate) fn start(app: &App, follower: &Follower) {
    let woken = follower.woken.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take();
    let Some(woken) = woken else { return };
    let inner = Arc::downgrade(&app.inner);
    let reclaimer = follower.reclaimer.get_or_init(start_reclaimer).clone();
    std::thread::Builder::new()
        .name("publisher".to_string())
        .spawn(move || follow(&inner, &woken, &reclaimer))
        .expect("a thread can be started at start-up");
}

fn follow(inner: &Weak<Inner>, woken: &Receiver<()>, reclaimer: &Sender<Arc<Snapshot>>) {
    let mut trouble = Trouble::default();
    loop {
        if let Err(RecvTimeoutError::Disconnected) = woken.recv_timeout(POLL) {
            return;
        }
        let Some(inner) = inner.upgrade() else { return };
        let app = App { inner };
        let started = Instant::now();
        // A fault of the program must not leave the answers as they are for ever.
        let caught_up = catch_unwind(AssertUnwindSafe(|| app.follow_once(trouble.wants_rebuild())));
        match caught_up {
            Ok(Ok(old)) => {
                trouble.is_over(&app);
                // The reclaimer ends only with this thread, so it is there to take the old index.
                let replaced = old.map(|old| reclaimer.send(old)).is_some();
                drop(app);
                if replaced {
                    std::thread::sleep(COALESCE.saturating_sub(started.elapsed()));
                }
            }
            Ok(Err(error)) => {
                trouble.add(Some(&error));
                drop(app);
                std::thread::sleep(RETRY);
            }
            Err(_) => {
                trouble.add(None);
                drop(app);
                std::thread::sleep(RETRY);
            }
        }
    }
}

/// What went wrong lately while following, said once when it begins and once when it is over.
#[derive(Default)]
struct Trouble {
    since: Option<Instant>,
    /// Failures one after the other that are not the absence of the database.
    failures: u32,
}

impl Trouble {
    /// Whether changes were refused so often that the index is to be compiled anew.
    fn wants_rebuild(&self) -> bool {
        self.failures >= FAILURES_MAX
    }

    /// Notes a failure, or without an error a panic.
    fn add(&mut self, error: Option<&AppError>) {
        if !error.is_some_and(AppError::is_unavailable) {
            self.failures += 1;
        }
        let first = self.since.is_none();
        self.since.get_or_insert_with(Instant::now);
        let what = "cannot follow the change log; answers stay as they are";
        match error {
            Some(error) if first => tracing::warn!(error = error as &dyn std::error::Error, "{what}"),
            Some(error) => tracing::debug!(error = error as &dyn std::error::Error, "{what}"),
            None => tracing::error!("following the change log panicked; answers stay as they are"),
        }
    }

    fn is_over(&mut self, app: &App) {
        self.failures = 0;
        if let Some(since) = self.since.take() {
            let revision = app.status().revision;
            tracing::info!(revision, seconds = since.elapsed().as_secs(), "following the change log again");
        }
    }
}

/// Old indexes are dropped here, never by a request that happens to hold the last reference.
fn start_reclaimer() -> Sender<Arc<Snapshot>> {
    let (sender, receiver) = channel::<Arc<Snapshot>>();
    let work = move || {
        let mut waiting: Vec<Arc<Snapshot>> = Vec::new();
        loop {
            let next = if waiting.is_empty() {
                receiver.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                receiver.recv_timeout(POLL)
            };
            match next {
                Ok(old) => waiting.push(old),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            waiting.retain(|old| Arc::strong_count(old) > 1);
        }
    };
    std::thread::Builder::new()
        .name("reclaimer".to_string())
        .spawn(work)
        .expect("a thread can be started at start-up");
    sender
}

impl App {
    /// The index that answers are made from; compiled now if there is none yet.
    pub fn snapshot(&self) -> Result<Arc<Snapshot>, AppError> {
        if let Some(snapshot) = self.inner.index.load_full() {
            return Ok(snapshot);
        }
        let _publishing = self.publishing();
        if let Some(snapshot) = self.inner.index.load_full() {
            return Ok(snapshot);
        }
        let snapshot = Arc::new(self.read(|tx| compile(tx, 1))?);
        self.publish(&snapshot);
        Ok(snapshot)
    }

    /// What is served, as it changes.
    pub fn live(&self) -> tokio::sync::watch::Receiver<Live> {
        self.inner.live.subscribe()
    }

    /// The state of the served index.
    pub fn status(&self) -> Status {
        let database_reachable = self.inner.contact.is_fresh();
        match self.inner.index.load_full() {
            Some(index) => Status {
                ready: true,
                revision: index.revision(),
                generation: index.generation(),
                products: index.product_count(),
                relations: index.relation_count(),
                database_reachable,
            },
            None => Status {
                ready: false,
                revision: 0,
                generation: 0,
                products: 0,
                relations: 0,
                database_reachable,
            },
        }
    }

    /// What the follower does each time; the old index, if it was replaced.
    fn follow_once(&self, rebuild: bool) -> Result<Option<Arc<Snapshot>>, AppError> {
        if !rebuild {
            return self.catch_up();
        }
        let _publishing = self.publishing();
        let Some(current) = self.inner.index.load_full() else { return Ok(None) };
        tracing::warn!("compiling the index anew, since its changes cannot be applied");
        let next = self.read(|tx| compile(tx, current.generation() + 1))?;
        self.inner.contact.touch();
        self.publish(&Arc::new(next));
        Ok(Some(current))
    }

    /// Brings the index to the newest revision; the old index, if it was replaced.
    pub(crate) fn catch_up(&self) -> Result<Option<Arc<Snapshot>>, AppError> {
        let Some(current) = self.inner.index.load_full() else { return Ok(None) };
        let changed = self.store().changed_since(current.revision())?;
        self.inner.contact.touch();
        if !changed {
            return Ok(None);
        }
        let _publishing = self.publishing();
        // Somebody else may have caught up meanwhile; two indexes must not share a generation.
        let Some(current) = self.inner.index.load_full() else { return Ok(None) };
        let next = self.read(|tx| next_index(tx, &current))?;
        match next {
            Some(next) => {
                self.publish(&Arc::new(next));
                Ok(Some(current))
            }
            None => Ok(None),
        }
    }

    /// Brings the index to the newest revision for a reader that has to see what was written before
    /// it asked. Costs one look at the database when there is nothing new.
    pub(crate) fn catch_up_for_readers(&self) -> Result<(), AppError> {
        if let (Some(old), Some(follower)) = (self.catch_up()?, &self.inner.follower) {
            follower.reclaim(old);
        }
        Ok(())
    }

    fn publish(&self, snapshot: &Arc<Snapshot>) {
        self.inner.index.store(Some(snapshot.clone()));
        self.inner
            .live
            .send_replace(Live { revision: snapshot.revision(), generation: snapshot.generation() });
    }
}

/// Compiles the index from all facts, streaming.
pub(crate) fn compile(tx: &mut Tx, generation: u64) -> Result<Snapshot, AppError> {
    let revision = change::latest_revision(tx)?;
    let mut builder =
        Builder::new(&relation_type::list(tx)?, &relata_store::channel::list(tx)?, &placement::list(tx)?);
    builder.conditions(condition::list(tx)?);
    builder.rules(rule::list(tx)?, guideline::list(tx)?, shop::currency(tx)?);
    product::each(tx, |product| {
        builder.product(&product);
        Ok::<(), AppError>(())
    })?;
    relation::each(tx, |relation| {
        builder.relation(&relation);
        Ok::<(), AppError>(())
    })?;
    order::popularity(tx, |sku, orders| {
        builder.popularity(&sku, orders);
        Ok::<(), AppError>(())
    })?;
    Ok(builder.finish(revision, generation))
}

fn next_index(tx: &mut Tx, current: &Snapshot) -> Result<Option<Snapshot>, AppError> {
    let generation = current.generation() + 1;
    let rows = change::since(tx, current.revision(), CHANGES_MAX)?;
    if rows.is_empty() {
        return Ok(None);
    }
    if rows.len() >= CHANGES_MAX {
        return Ok(Some(compile(tx, generation)?));
    }
    let mut touched = Touched::default();
    for row in rows {
        touched.add(row.noun, &row.key, row.touches.as_ref());
        if row.noun == Noun::Import
            && let Some(import_id) = row.import_id
        {
            touched.add_import(tx, import_id)?;
        }
    }
    let bound = (current.product_count() / 5).max(2_000);
    if touched.products.len() + touched.sources.len() + touched.order_keys.len() > bound {
        return Ok(Some(compile(tx, generation)?));
    }
    let keys = touched.into_keys(tx)?;
    let delta = catalogue::delta(tx, &keys)?;
    Ok(Some(current.apply(&delta, generation)))
}

/// The keys that changed since the index was made.
#[derive(Default)]
struct Touched {
    products: BTreeSet<Sku>,
    sources: BTreeSet<Sku>,
    orders: BTreeSet<Sku>,
    order_keys: BTreeSet<String>,
    types: bool,
    channels: bool,
    placements: bool,
    rules: bool,
    guidelines: bool,
    conditions: bool,
    shop: bool,
}

impl Touched {
    fn add(&mut self, noun: Noun, key: &str, touches: Option<&Sku>) {
        match noun {
            Noun::Product => self.products.extend(Sku::parse(key).ok()),
            Noun::Relation => self.sources.extend(touches.cloned()),
            Noun::RelationType => self.types = true,
            Noun::Channel => self.channels = true,
            Noun::Placement => self.placements = true,
            Noun::Rule => self.rules = true,
            Noun::Guideline => self.guidelines = true,
            Noun::Condition => self.conditions = true,
            Noun::Shop => self.shop = true,
            Noun::Order => {
                self.order_keys.insert(key.to_string());
            }
            Noun::Import | Noun::Mapping | Noun::View | Noun::TestSuite => {}
        }
    }

    fn add_import(&mut self, tx: &mut Tx, import_id: i64) -> Result<(), AppError> {
        import::chunks(tx, import_id, |_, rows| {
            for row in rows {
                self.add(row.noun, &row.key, row.touches.as_ref());
                if row.noun == Noun::Order {
                    self.orders.extend(skus_of_lines(row.before.as_ref()));
                }
            }
            Ok::<(), AppError>(())
        })
    }

    fn into_keys(self, tx: &mut Tx) -> Result<TouchedKeys, AppError> {
        let mut popularity = self.orders;
        for key in &self.order_keys {
            if let Some(key) = order::OrderKey::parse(key) {
                popularity.extend(order::find(tx, &key)?.into_iter().flatten().map(|line| line.sku));
            }
        }
        Ok(TouchedKeys {
            products: self.products,
            sources: self.sources,
            types: self.types,
            channels: self.channels,
            placements: self.placements,
            rules: self.rules,
            guidelines: self.guidelines,
            conditions: self.conditions,
            shop: self.shop,
            popularity: popularity.into_iter().collect(),
        })
    }
}

fn skus_of_lines(lines: Option<&serde_json::Value>) -> Vec<Sku> {
    let lines = lines.and_then(|lines| serde_json::from_value::<Vec<OrderLine>>(lines.clone()).ok());
    lines.unwrap_or_default().into_iter().map(|line| line.sku).collect()
}
