"""Send an issue: check it, say exactly what will happen, ask, freeze it as a campaign, carry it."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from newsletter.audience import EVERYBODY
from newsletter.desk.accept import refuse_restored
from newsletter.desk.audience import Chosen, look, narrowed, refuse_unknown_audience
from newsletter.desk.carry import carry, told, undone_meanwhile
from newsletter.desk.erasing import tidy
from newsletter.desk.findings import as_data, as_error
from newsletter.desk.guarding import Guarded, guarded, refuse_other_mark, refuse_unaccepted
from newsletter.desk.permissions import refuse_weak_key
from newsletter.desk.proof import Checked, mailto, prove, read_issue, refuse_blockers, unsubscribe_group
from newsletter.desk.published import with_published
from newsletter.desk.result import Result, Talk
from newsletter.desk.suppressions import read_suppressions
from newsletter.desk.timing import Timing, hour_of, said, timing_of
from newsletter.desk.words import NOBODY, counted, people
from newsletter.errors import CampaignError, ExitCode, Refused, UsageError, repeated
from newsletter.issue import Issue
from newsletter.rendering.message import Filler, Letter
from newsletter.rendering.words import language_name, primary
from newsletter.sending.campaign import CampaignState, Kind, Plan
from newsletter.sending.frozen import Frozen
from newsletter.sending.languages import Share, chosen, count_without, share_out
from newsletter.sending.ledger import Ledger, still_unfinished
from newsletter.sending.premises import Premises, received
from newsletter.sending.sender import merge_values
from newsletter.sending.sieve import HAS_IT, Choice
from newsletter.settings import TransportName
from newsletter.transports.base import Sender
from newsletter.wiring import House
from subscribers.address import mask
from subscribers.audience import explain, recipients
from subscribers.database import Database
from subscribers.people import Status

#: People shown before the question, and lines of text of each.
EXAMPLES = 3
EXAMPLE_LINES = 6
LONGEST_LIST_NAME = 60
#: So many people's values tell how many go into a request: ids are random, so the first are as good as any.
TYPICAL = 200
#: To more people than this, pictures had better not travel inside the letters.
MANY_FOR_PICTURES = 2_000
WITHOUT_GROUND = "without a ground"
#: To more people than this the From domain must have been proven by a received mail.
UNPROVEN = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was typed."""

    slug: str
    transport: str = ""
    again: bool = False
    count: int = 0
    dry_run: bool = False
    #: No window: leaves at once, and nothing can be called back.
    now: bool = False
    #: An hour, as typed.
    at: str = ""
    #: Of a test copy; "" for the main letter.
    language: str = ""
    #: The mark of a report whose blockers, about the audience, are as they should be.
    accept: str = ""
    #: "" for the one that the issue names, or everybody.
    audience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Intent:
    """What would happen, before anybody said yes."""

    order: Order
    checked: Checked
    letter: Letter
    transport: TransportName
    kind: Kind
    #: How many people of each language, as the list spells the languages.
    readers: Mapping[str, int]
    left_out: Mapping[str, int]
    #: A few of them, with their languages.
    some: Mapping[str, str]
    #: None for everybody.
    choice: Choice | None
    batch_size: int
    #: 0, or the number of the repetition that --again would be.
    repetition: int
    timing: Timing
    #: What the guards say about who would be mailed.
    guarded: Guarded = field(default_factory=Guarded)

    @property
    def everybody(self) -> bool:
        return self.kind is Kind.DRILL or self.order.again

    @property
    def people(self) -> int:
        return sum(self.readers.values())

    @property
    def audience(self) -> str:
        return EVERYBODY if self.choice is None else self.choice.name

    @property
    def is_part(self) -> bool:
        """Everybody is a choice, too, where employers' hosts are shut out."""
        return self.audience != EVERYBODY

    @property
    def shares(self) -> tuple[Share, ...]:
        return share_out(self.readers, self.checked.languages)

    @property
    def batches(self) -> int:
        """Each is of one language."""
        return sum(-(-share.people // self.batch_size) for share in self.shares)

    @property
    def letters(self) -> tuple[Letter, ...]:
        return (self.letter, *self.checked.translations.values())


def send(house: House, order: Order, talk: Talk) -> Result:
    """Send an issue to those who have not had it. Typing it again mails nobody twice."""
    if order.count and not order.again:
        raise UsageError(
            "--count goes with --again only: it says how many people get the issue once more.",
            remedy="Leave it out, or add --again if everybody is to get the issue a second time.",
            code="count-without-again",
        )
    if order.language:
        raise UsageError(
            "--language goes with --test only: everybody gets the issue in their own language.",
            remedy="Leave it out, or add --test and your own address.",
            code="language-without-test",
        )
    name = transport_of(house, order)
    issue = read_issue(house, order.slug)
    kind = house.kind_of(name)
    with house.open_database() as database:
        if not order.dry_run:
            for remark in tidy(house, database):
                talk.say(remark)
        ledger = house.ledger(database)
        _refuse_unfinished(house, ledger, issue, kind)
        _refuse_changed_id(ledger, issue)
        if kind is Kind.REAL:
            refuse_restored(database, issue, again=order.again)
        checked = with_published(house, prove(house, issue, name, leaves=hour_of(house, order.at)), name)
        refuse_blockers(checked)
        if not order.dry_run:
            recalls = not order.now and bool(house.settings.sending.undo_window)
            refuse_weak_key(house, database, name, talk, recalls=recalls)
        listed = () if order.dry_run else read_suppressions(house, database, name)
        intent = _intend(house, order, checked, name, database)
        if not intent.people:
            return _nobody_to_mail(house, database, intent)
        _check_count(intent)
        _refuse_unproven(house, database, intent)
        lines = _summary(house, intent)
        if order.dry_run or talk.asks:  # a script's output is kept, and is no place for people's names
            lines += _examples(intent, database)
        if order.dry_run:
            return _only_said(intent, lines)
        refuse_unaccepted(intent.guarded, order.accept)
        talk.say("\n".join(_framed(intent, lines)))
        _confirm_words(intent, talk)
        talk.confirm(_question(intent))
        plan = _plan(house, intent)
        ledger.begin(plan, now=house.clock.now(), left_out=listed)
    result = undone_meanwhile(carry(house, plan.id, talk, lists_are_read=True))
    return replace(result, data={**result.data, "findings": _findings(intent)})


def transport_of(house: House, order: Order) -> TransportName:
    """The transport that was typed, else the one of the settings."""
    if not order.transport:
        return house.settings.sending.transport
    try:
        return TransportName(order.transport)
    except ValueError as error:
        raise UsageError(
            f"There is no transport called {repeated(order.transport)}.",
            remedy=f"Choose one of: {', '.join(TransportName)}.",
            code="no-transport",
        ) from error


def sender_of(house: House, transport: TransportName) -> Sender:
    """Who writes: as the settings say, the same for every campaign."""
    branch = house.settings.branch
    domain = branch.sender.rpartition("@")[2]
    by_provider = transport is TransportName.SENDGRID
    return Sender(
        name=branch.sender_name,
        address=branch.sender,
        reply_to=branch.reply_to,
        list_id=_list_id(branch.name, f"{house.settings.id}.{domain}"),
        list_unsubscribe="" if by_provider else mailto(house),
        unsubscribe_group=unsubscribe_group(house, transport),
    )


def _list_id(name: str, id_: str) -> str:
    """RFC 2919. Without a name that would have to be folded or encoded: filters look for the id as it stands."""
    is_plain = name.isascii() and name.isprintable() and len(name) <= LONGEST_LIST_NAME
    return f"{name} <{id_}>" if is_plain else f"<{id_}>"


def _refuse_unfinished(house: House, ledger: Ledger, issue: Issue, kind: Kind) -> None:
    unfinished = ledger.unfinished(issue.id, kind)
    if unfinished is None:
        return
    if house.is_owned(unfinished):
        raise CampaignError(
            f"This issue is being sent by {ledger.campaign(unfinished).owner} at this moment. Nothing was started.",
            remedy=f"Watch it with: newsletter campaign show {unfinished}",
            code="campaign-owned",
        )
    if ledger.campaign(unfinished).state is CampaignState.UNDOING:
        raise UsageError(
            "The undo of this issue's last campaign is not finished. Nothing was started.",
            remedy=f"Finish it first: newsletter campaign undo {unfinished}",
            code="undo-unfinished",
        )
    raise still_unfinished(unfinished)


def _refuse_changed_id(ledger: Ledger, issue: Issue) -> None:
    """An issue whose id was edited would be mailed to everybody again."""
    other = ledger.other_id(issue.slug, issue.id)
    if other is not None:
        raise Refused(
            f"{issue.where('id')}: an issue called {issue.slug} was sent with another id. Nothing was sent.",
            remedy=f"If it is the same issue, write back: id: {other}. If it is a new one, give its file another name.",
            code="id-changed",
        )


def _intend(house: House, order: Order, checked: Checked, name: TransportName, database: Database) -> _Intent:
    issue = checked.issue
    if checked.letter is None:
        raise AssertionError("a letter that cannot be rendered is a blocker")
    kind, ledger = house.kind_of(name), house.ledger(database)
    if not order.audience:
        refuse_unknown_audience(house, issue)
    choice = narrowed(house, database, order.audience or issue.audience)
    everybody = kind is Kind.DRILL or order.again
    chosen = _chosen(house, database, issue, choice, everybody=everybody)
    typical = recipients(database, list(chosen.some)).values()
    letters = (checked.letter, *checked.translations.values())
    values = [[letter.values(merge_values(person)) for person in typical] for letter in letters]
    return _Intent(
        order=order,
        checked=checked,
        letter=checked.letter,
        transport=name,
        kind=kind,
        readers=chosen.readers,
        left_out=chosen.left_out,
        some=chosen.some,
        choice=choice,
        batch_size=_batch_size(house, name, values),
        repetition=ledger.next_repetition(issue.id) if order.again and kind is Kind.REAL else 0,
        timing=timing_of(house, name, now=order.now, at=order.at, people=chosen.people),
        guarded=guarded(
            house,
            database,
            issue=issue.id,
            kind=kind,
            people=chosen.people,
            everybody=everybody,
            mailboxes=chosen.mailboxes,
            audience=EVERYBODY if choice is None else choice.name,
        ),
    )


def _chosen(
    house: House, database: Database, issue: Issue, choice: Choice | None, *, everybody: bool
) -> Chosen:
    """Whom it would go to; `everybody`: also those who have had it."""
    if choice is not None:
        return look(house, database, choice, None if everybody else issue.id, most=TYPICAL, is_guarded=True)
    ledger = house.ledger(database)
    return Chosen(
        readers=ledger.count_languages(issue.id, everybody=everybody),
        left_out=_left_out(database),
        some=ledger.sample(issue.id, everybody=everybody, most=TYPICAL),
    )


def _left_out(database: Database) -> dict[str, int]:
    """Who is not mailed, by kind: reasons are free words, and may name somebody."""
    kinds: dict[str, int] = {}
    for reason, number in explain(database).items():
        kind = {"withdrawn": "withdrawn", Status.UNKNOWN: WITHOUT_GROUND}.get(reason, "suppressed")
        kinds[kind] = kinds.get(kind, 0) + number
    return kinds


def _batch_size(house: House, name: TransportName, values: Sequence[Sequence[Mapping[str, str]]]) -> int:
    """How many people go together, by a sample of values for each letter; the one with most fields decides.

    The transport is made to see that key and settings are there before we begin.
    """
    transport = house.make_transport(name, f"check-{secrets.token_hex(4)}")
    try:
        return min(transport.batch_size_for(sample) for sample in values)
    finally:
        transport.close()


def _nobody_to_mail(house: House, database: Database, intent: _Intent) -> Result:
    """Everybody has it, or there is nobody: said plainly; the last receipt stands."""
    latest = Ledger(database).latest(intent.checked.issue.id, intent.kind)
    if intent.choice is not None and (latest is None or not intent.left_out.get(HAS_IT)):
        raise CampaignError(
            f"Nobody on the list belongs to the audience {intent.audience} and may be mailed.",
            remedy=f"See why: newsletter audience show {intent.audience}",
            code="empty-audience",
        )
    if latest is None:
        raise CampaignError(
            "There is nobody on the list who may be mailed.",
            remedy="Add people with: newsletter subscriber import LIST.csv --basis consent --wording …",
            code="empty-list",
        )
    result = told(house, database, latest)
    who = "who may be mailed" if not intent.is_part else f"of the audience {intent.audience}"
    return replace(
        result,
        data={**result.data, "findings": _findings(intent)},
        messages=(f"Everybody {who} has a delivery of this issue. Nothing was sent.",),
    )


def _check_count(intent: _Intent) -> None:
    """`--again` names the number of people, so that nobody repeats a campaign by an arrow key."""
    if intent.order.again and intent.order.count != intent.people:
        raise UsageError(
            f"--again would mail the same issue once more to {people(intent.people)}.",
            remedy=f"If that is meant, add: --count {intent.people}",
            code="again-needs-count",
        )


def _summary(house: House, intent: _Intent) -> tuple[str, ...]:
    branch = house.settings.branch
    sample = Filler(intent.letter).fill(intent.letter.values({}))
    out = sum(intent.left_out.values())
    why = ", ".join(f"{_short(reason)}: {number}" for reason, number in _sorted_out(intent))
    advice = [finding for finding in intent.checked.findings if finding not in intent.checked.blockers]
    return (
        f"Issue     {intent.order.slug}",
        f"Subject   {sample.subject}",
        *_translated(intent),
        f"From      {branch.sender_name} <{branch.sender}>, answers to {branch.reply_to}",
        f"To        {_whom(intent)}, each with a mail of their own",
        *_languages(intent),
        *((f"          left out: {out:,} ({why})",) if out else ()),
        f"Through   {_through(intent)}",
        *_when(house, intent),
        *_pictures(intent),
        *(f"Advice    {finding.where}: {finding.message}" for finding in advice),
        *intent.guarded.lines(),
    )


def _sorted_out(intent: _Intent) -> list[tuple[str, int]]:
    """Why people are left out; an audience's reasons come in the order in which they are looked for."""
    return sorted(intent.left_out.items()) if intent.choice is None else list(intent.left_out.items())


def _short(reason: str) -> str:
    """Why people are left out, in the words of both kinds of numbers."""
    known = {Status.UNKNOWN: WITHOUT_GROUND, "without_hosts": "at an employer"}
    return known.get(reason, reason.replace("_", " "))


def _whom(intent: _Intent) -> str:
    return people(intent.people) + ("" if not intent.is_part else f" of the audience {intent.audience}")


def _translated(intent: _Intent) -> Iterator[str]:
    """The subject in each other language."""
    for language, letter in intent.checked.translations.items():
        yield f"          {language}: {Filler(letter).fill(letter.values({})).subject}"


def _languages(intent: _Intent) -> Iterator[str]:
    """How many get which language; nothing where there is one, and it is everybody's."""
    main, *_ = languages = intent.checked.languages
    without = count_without(intent.readers, languages)
    if len(languages) < 2 and not without:
        return
    each = ", ".join(
        f"{language} {share.people:,}" for language, share in zip(languages, intent.shares, strict=True)
    )
    verb = "reads" if without == 1 else "read"
    gets = "gets" if without == 1 else "get"
    more = f"; {without:,} of these {verb} another language and {gets} {main}" if without else ""
    yield f"Language  {each}{more}"


def _through(intent: _Intent) -> str:
    batches = intent.batches
    match intent.transport:
        case TransportName.OUTBOX:
            return "the outbox: files in this folder, nobody is mailed"
        case TransportName.SMTP:
            return "your mail server, one message at a time"
        case TransportName.SENDGRID:
            requests = "1 request" if batches == 1 else f"{batches:,} requests"
            return f"SendGrid, in {requests}"


def _when(house: House, intent: _Intent) -> tuple[str, ...]:
    if intent.transport is TransportName.OUTBOX:
        return ("When      now",)
    first, *more = said(house, intent.timing, batches=intent.batches)
    return (f"When      {first}", *(f"          {line}" for line in more))


def _pictures(intent: _Intent) -> tuple[str, ...]:
    """What the pictures inside the letters weigh: sent once in a request, and kept once by every reader."""
    pictures = intent.letter.pictures
    if not pictures:
        return ()
    size = sum(len(picture.base64) for picture in pictures)
    batches = -(-intent.people // intent.batch_size)
    uploads = intent.people if intent.transport is TransportName.SMTP else batches
    number = counted(len(pictures), "picture travels", "pictures travel")
    lines = [
        f"Pictures  {number} inside each letter: {_megabytes(size)} a letter, {_megabytes(size * uploads)} to upload"
    ]
    if intent.people > MANY_FOR_PICTURES:
        kept = _megabytes(size * intent.people)
        lines.append(
            f"          readers' mailboxes take {kept} in all; to more than {MANY_FOR_PICTURES:,} people it is"
        )
        lines.append('          kinder to show pictures from your own web space: [pictures] mode = "publish"')
    return tuple(lines)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 1_000_000 else f"{size / 1000:,.0f} kB"


def _examples(intent: _Intent, database: Database) -> tuple[str, ...]:
    """What a few real people would read, of each language somebody if there is room; addresses are masked."""
    languages = intent.checked.languages
    gets = {id_: chosen(language, languages) or languages[0] for id_, language in intent.some.items()}
    firsts = {language: id_ for id_, language in reversed(gets.items())}
    ids = list(dict.fromkeys([*filter(None, map(firsts.get, languages)), *gets]))[:EXAMPLES]
    letters = dict(zip(languages, intent.letters, strict=True))
    lines: list[str] = []
    found = recipients(database, ids)
    for id_ in filter(found.__contains__, ids):
        person = found[id_]
        letter = letters[gets[id_]]
        filled = letter.fill(letter.values(merge_values(person)))
        beginning = [line for line in filled.text.splitlines() if line.strip()][:EXAMPLE_LINES]
        lines += ["", f"To {mask(person.address)}: {filled.subject}", *(f"  | {line}" for line in beginning)]
    return tuple(lines)


def _framed(intent: _Intent, lines: tuple[str, ...]) -> tuple[str, ...]:
    return (NOBODY, *lines) if intent.kind is Kind.DRILL else lines


def _only_said(intent: _Intent, lines: tuple[str, ...]) -> Result:
    guarded, accept = intent.guarded, intent.order.accept
    refuse_other_mark(guarded, accept)
    blockers = () if accept else guarded.blockers
    return Result(
        data={
            "issue": intent.order.slug,
            "kind": str(intent.kind),
            "transport": str(intent.transport),
            "audience": intent.audience,
            "people": intent.people,
            "left_out": dict(intent.left_out),
            "languages": dict(
                zip(intent.checked.languages, (share.people for share in intent.shares), strict=True)
            ),
            "without_their_language": count_without(intent.readers, intent.checked.languages),
            "batches": intent.batches,
            "undo_window": intent.timing.window,
            "findings": _findings(intent),
            "accept": guarded.mark,
        },
        lines=(
            *_framed(intent, lines),
            "",
            "This was only said (--dry-run). NOBODY HAS BEEN MAILED.",
            *guarded.way_on(),
        ),
        exit_code=ExitCode.BLOCKED if blockers else ExitCode.DONE,
        errors=tuple(map(as_error, blockers)),
    )


def _findings(intent: _Intent) -> list[dict[str, str]]:
    """Those about the issue and those about who would be mailed."""
    return [as_data(finding) for finding in (*intent.checked.findings, *intent.guarded.findings)]


def _refuse_unproven(house: House, database: Database, intent: _Intent) -> None:
    """Many people only with a mail seen to arrive signed and easy to leave: a mistake there hurts every later mail."""
    if (
        intent.kind is Kind.DRILL
        or intent.transport is not TransportName.SENDGRID
        or intent.people <= UNPROVEN
    ):
        return
    domain = house.settings.branch.sender.rpartition("@")[2]
    if not Premises(database).answer(received(domain)):
        raise Refused(
            f"More than {UNPROVEN:,} people, and no mail from {domain} was yet seen to arrive as it should.",
            remedy="Send yourself one (newsletter send ISSUE --test ADDRESS), save it as a file, and have it judged: "
            "newsletter doctor --mail FILE.eml",
            code="no-received-mail",
        )


def _confirm_words(intent: _Intent, talk: Talk) -> None:
    """A drill is for looking at the words; real people get them from a branch that knows what they say."""
    languages = [language for language in intent.checked.languages if language in intent.checked.unreviewed]
    if intent.kind is Kind.DRILL or not languages:
        return
    named = " and ".join(map(language_name, languages))
    codes = ", ".join(f'"{primary(language)}"' for language in languages)
    fact = f"The words of the letter in {named} were not read by a native speaker yet."
    talk.confirm_in_person(
        f"{fact} Send it all the same?",
        Refused(
            f"{fact} Nothing was sent.",
            remedy="Let one of your members read the letter, then write into newsletter.toml: "
            f"[branch] reviewed_languages = [{codes}]. At a keyboard without --yes you are asked.",
            code="words-unreviewed",
        ),
    )


def _question(intent: _Intent) -> str:
    if intent.kind is Kind.DRILL:
        if intent.is_part:
            return f"Write the mails to {_whom(intent)} as a drill?"
        return f"Write {people(intent.people)}'s mails as a drill?"
    now = "" if intent.timing.window or intent.timing.send_at else " now"
    if intent.repetition:
        return f"Send it ONCE MORE to {_whom(intent)}{now} (repetition {intent.repetition})?"
    return f"Send it to {_whom(intent)}{now}?"


def _plan(house: House, intent: _Intent) -> Plan:
    translations = intent.checked.translations
    frozen = Frozen(sender_of(house, intent.transport), intent.letter, translations)
    return Plan(
        id=f"c{secrets.token_hex(5)}",
        issue=intent.checked.issue.id,
        slug=intent.order.slug,
        kind=intent.kind,
        transport=str(intent.transport),
        content=frozen.to_json(),
        content_hash=frozen.digest,
        batch_size=intent.batch_size,
        people=intent.people,
        languages=intent.checked.languages if translations else (),
        repetition=intent.repetition,
        undo_window=intent.timing.window,
        send_at=intent.timing.send_at,
        choice=intent.choice,
    )
