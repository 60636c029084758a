"""The local runner: works through the planned batches of one campaign with a few threads of this process."""

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol

from newsletter.sending.campaign import Batch
from newsletter.sending.ledger import Ledger
from newsletter.sending.sender import Step

#: So many unknown outcomes in a row mean that the other side is ill: parking the rest would help nobody.
UNKNOWN_IN_A_ROW = 3
#: A batch that was not taken so often (or any, so often for each thread) since something was taken: come back later.
#: Requests that are on their way when the first pause is asked for are no such sign.
WAITS_IN_A_ROW = 5
#: Python looks for dead rings of objects after every 700 new ones. A batch of a thousand people makes ten thousand and
#: no ring, and the looking took a quarter of the run; memory at the peak stays the same.
OBJECTS_BETWEEN_COLLECTIONS = 50_000
#: So many batches are looked up at a time.
HELPING = 20
#: Threads that compute hold one another up: two are enough to keep a processor busy. Where no batch comes to its end
#: for so many seconds they wait for answers, and one more may begin.
FEW_HANDS, PATIENCE = 2, 0.1
#: So many looks without an answer (5 s): what hangs is looked after before it comes to its end.
LONG_SILENCE = 50


class Worker(Protocol):
    """What a thread works with: it has its own line to the world."""

    def run_batch(self, batch: Batch, /) -> Step: ...
    def close(self) -> None: ...


_Todo = SimpleQueue[Batch | None]
_Done = SimpleQueue[tuple[Batch, Step] | BaseException]


@dataclass(slots=True)
class _Mood:
    """How the last handovers went."""

    threads: int = 1
    unknown: int = 0
    waits: Counter[str] = field(default_factory=Counter)
    halted: bool = False
    stop: str = ""
    #: Something was taken: until then one batch at a time tries whether key, sender and mail are right.
    proven: bool = False
    #: There was an outcome that nobody knows.
    unsettled: bool = False
    #: How many may work at a time once something was taken.
    _hands: int = FEW_HANDS
    #: Looks without an answer, in a row.
    _silences: int = 0

    def note(self, batch: str, step: Step) -> None:
        """Only what was taken shows that the other side is well again: it may ask to wait between two faults."""
        self._silences = 0
        if step is Step.ACCEPTED:
            self.unknown = 0
            self.waits.clear()
            self.proven = True
        self.unsettled = self.unsettled or step is Step.PARKED
        self.unknown += step is Step.PARKED
        self.waits[batch] += step is Step.WAIT
        self.halted = self.halted or step in (Step.HALTED, Step.LOST)
        if step is Step.NO_SLOT:
            self.stop = "no-slot"
        elif self.unknown >= UNKNOWN_IN_A_ROW:
            self.stop = "no-clear-answers"
        elif self.waits[batch] >= WAITS_IN_A_ROW or self.waits.total() >= WAITS_IN_A_ROW * self.threads:
            self.stop = "not-taken"

    @property
    def ended(self) -> bool:
        return self.halted or bool(self.stop)

    @property
    def hands(self) -> int:
        """How many batches may be on their way at a time."""
        return min(self.threads, self._hands) if self.proven else 1

    def note_silence(self) -> bool:
        """All who work wait for the other side; whether they have for long, since one was answered or that was said."""
        self._hands += self.proven and self._hands < self.threads
        self._silences += 1
        return self._silences % LONG_SILENCE == 0


@dataclass(slots=True)
class _Waiting:
    """Planned batches that no thread has; what was put off or cut in halves is seen by a later look."""

    ledger: Ledger
    campaign: str
    _seen: dict[str, Batch] = field(default_factory=dict)

    def take(self, number: int, busy: Collection[str]) -> list[Batch]:
        """So many of them; those of `busy` are no such batches, for their intents are about to be committed."""
        if number > len(self._seen):
            planned = self.ledger.planned(self.campaign, most=HELPING + len(busy))
            self._seen = {batch.id: batch for batch in planned if batch.id not in busy}
        return [self._seen.pop(id_) for id_ in list(self._seen)[: max(0, number)]]

    def only(self, batch: Batch) -> list[Batch]:
        self._seen.pop(batch.id, None)
        return [batch]


def run(
    campaign: str,
    *,
    ledger: Ledger,
    hire: Callable[[], Worker],
    threads: int,
    progress: Callable[[int], None],
    end: Callable[[], None] = lambda: None,
    tend: Callable[[], int] = lambda: 0,
    before_all: Callable[[], Batch | None] = lambda: None,
) -> str:
    """Hand over every planned batch. Returns "" or why it stopped early ("no-clear-answers", "not-taken", "no-slot").

    `hire` makes a worker and is called in the thread that works with it; `progress` is told the number of deliveries
    after each batch. What a worker raises is raised here, after the other handovers have come to their end; `end` is
    called first, so that no thread that waits begins another. `tend` looks after batches without a clear outcome and
    says how many waves it planned again; it is called while answers are long in coming, too. While `before_all` names
    a batch, that one goes, and alone.
    """
    mood = _Mood(threads=threads)
    with _rare_collections(), _crew(hire, threads, end) as (todo, done):
        busy: set[str] = set()
        waiting = _Waiting(ledger, campaign)
        is_alone = False
        while True:
            if not mood.ended and not is_alone:
                first = None if busy else before_all()
                is_alone = first is not None
                for batch in waiting.only(first) if first else waiting.take(mood.hands - len(busy), busy):
                    busy.add(batch.id)
                    todo.put(batch)
            if not busy:
                if mood.ended or not tend():
                    return mood.stop
                continue
            said = _answer(done, PATIENCE)
            if said is None:
                if mood.note_silence():
                    tend()
                continue
            batch, step = said
            busy.remove(batch.id)
            is_alone = False
            mood.note(batch.id, step)
            if mood.ended:
                end()
            if mood.unsettled:
                tend()
            progress(batch.size if step in (Step.ACCEPTED, Step.PARKED) else 0)


@contextmanager
def _rare_collections() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _crew(hire: Callable[[], Worker], threads: int, end: Callable[[], None]) -> Iterator[tuple[_Todo, _Done]]:
    """Threads that take batches from one queue and put outcomes into another; all have gone home at the end."""
    todo: _Todo = SimpleQueue()
    done: _Done = SimpleQueue()
    crew = [Thread(target=_work, args=(hire, todo, done), name=f"sender-{n}") for n in range(threads)]
    for thread in crew:
        thread.start()
    try:
        yield todo, done
    except BaseException:
        end()
        raise
    finally:
        _empty(todo)
        for _ in crew:
            todo.put(None)
        for thread in crew:
            thread.join()
    while _answer(done, 0) is not None:
        pass


def _answer(done: _Done, patience: float) -> tuple[Batch, Step] | None:
    """What a thread has to say, None if none has for so many seconds; an error is raised here."""
    try:
        said = done.get(timeout=patience)
    except Empty:
        return None
    if isinstance(said, BaseException):
        raise said
    return said


def _work(hire: Callable[[], Worker], todo: _Todo, done: _Done) -> None:
    """A thread's life. Its errors are put where `run` raises them: no thread may die in silence."""
    worker: Worker | None = None
    try:
        while (batch := todo.get()) is not None:
            worker = worker or hire()
            done.put((batch, worker.run_batch(batch)))
    except BaseException as error:  # noqa: BLE001 see above
        done.put(error)
    try:
        if worker is not None:
            worker.close()
    except BaseException as error:  # noqa: BLE001 see above
        done.put(error)


def _empty(todo: _Todo) -> None:
    """Batches that nobody has begun stay planned."""
    with suppress(Empty):
        while True:
            todo.get_nowait()
