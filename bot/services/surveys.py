"""The satisfaction question after a person has helped, and what follows from its answer.

A dissatisfied answer opens the next round: a draft that knows the case before it, with raised
priority, in the hands of the bot, which listens (practice W1–W5).
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.case import CaseState, Fact, FactName
from bot.domain.conversation import Conversation, Owner
from bot.domain.errors import NotFound
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId, MessageId, SurveyId, fresh
from bot.domain.message import Message
from bot.domain.survey import Survey, SurveyAnswer, SurveyPolicy
from bot.ports import Clock, Store, Transaction
from bot.services.notices import Notices
from bot.services.rounds import check_again, next_episode

_UNFILED = frozenset({CaseState.DRAFT, CaseState.ABANDONED})


class Surveys:
    """Asks, recognises answers and stores them."""

    def __init__(
        self,
        store: Store,
        notices: Notices,
        policy: SurveyPolicy,
        new_round_priority: int,
        clock: Clock,
    ) -> None:
        self._store, self._notices, self._policy = store, notices, policy
        self._priority, self._clock = new_round_priority, clock

    async def ask(self, tx: Transaction, conversation: Conversation) -> Survey | None:
        """Put the question in the transaction that hands the conversation back; not where the
        customer has withdrawn the complaint, or it is handled as another case."""
        case = await tx.cases.of_episode(conversation.id, conversation.episode)
        if case and case.state in (CaseState.WITHDRAWN, CaseState.MERGED):
            return None
        question = await self._notices.say(tx, conversation, "utter_notice_survey")
        if question is None:
            return None
        survey = Survey(
            SurveyId(fresh()),
            conversation.id,
            conversation.episode,
            question.created_at,
            question.seq,
            case.id if case else None,
        )
        await tx.surveys.save(survey)
        await tx.events.append(_event(EventKind.SURVEY_ASKED, survey, question.created_at))
        return survey

    async def pending(self, conversation_id: ConversationId) -> Survey | None:
        """The question that waits for an answer."""
        async with self._store.reading() as tx:
            survey = await self._open(tx, conversation_id)
        return survey if survey and survey.answer is None else None

    async def heard(
        self, tx: Transaction, conversation: Conversation, payload: str | None, text: str
    ) -> SurveyAnswer | None:
        """Whether a message that is not in the transcript yet answers the open question.

        A button does at any time, and may change an answer; words do only as the very next
        message, as “good” may mean anything else later.
        """
        pressed = _pressed(payload or text)
        said = None if payload else self._policy.read(text)
        if not pressed and not said:
            return None
        survey = await self._open(tx, conversation.id)
        if survey is None or pressed:
            return pressed if survey else None
        next_one = survey.answer is None and conversation.last_seq == survey.asked_seq
        return said.answer if said and next_one else None

    async def take(
        self, tx: Transaction, conversation: Conversation, answer: SurveyAnswer, message: Message
    ) -> Survey | None:
        """Store the answer that `message` gives to the open question of the locked conversation;
        None where no question is open. The same answer again changes nothing."""
        survey = await self._open(tx, conversation.id)
        if survey is None or survey.answer is answer:
            return survey
        read, at = self._policy.read(message.text), self._clock.now()
        answered = survey.answered(answer, read.comment if read else "", at)
        await tx.surveys.save(answered)
        await tx.events.append(_event(EventKind.SURVEY_ANSWERED, answered, at))
        if answer is SurveyAnswer.DISSATISFIED and conversation.owner is Owner.BOT:
            await self._open_round(tx, conversation, message, answered, at)
        return answered

    async def answer(
        self, conversation_id: ConversationId, message_id: MessageId | None, answer: SurveyAnswer
    ) -> Survey | None:
        """The same for a turn of the bot, which says the reply itself. Safe to repeat."""
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            try:
                message = await tx.messages.get(message_id or MessageId(""))
            except NotFound:
                return None  # `rasa shell` has no transcript, and so no question
            return await self.take(tx, conversation, answer, message)

    async def _open(self, tx: Transaction, conversation_id: ConversationId) -> Survey | None:
        survey = await tx.surveys.latest(conversation_id)
        if survey and survey.asked_at > self._policy.open_since(self._clock.now()):
            return survey
        return None

    async def _open_round(
        self,
        tx: Transaction,
        conversation: Conversation,
        message: Message,
        survey: Survey,
        at: datetime,
    ) -> None:
        """What was said beside the answer is the beginning of the story (practice W4)."""
        case = await tx.cases.of_episode(conversation.id, conversation.episode)
        if case and case.state not in _UNFILED:
            conversation = await next_episode(tx, conversation, at, message)
        case = await check_again(tx, conversation, at, self._priority)
        if survey.comment and case.fact(FactName.WHAT_HAPPENED) is None:
            story = FactName.WHAT_HAPPENED
            fact = Fact(story, survey.comment, at, message_id=message.id, seq=message.seq)
            await tx.cases.put_fact(case.id, fact)


def _pressed(said: str) -> SurveyAnswer | None:
    return next((item for item in SurveyAnswer if said.strip() == item.payload), None)


def _event(kind: EventKind, survey: Survey, at: datetime) -> Event:
    answered = kind is EventKind.SURVEY_ANSWERED
    data = {"survey_id": survey.id, "episode": survey.episode}
    if survey.answer:
        data["answer"] = survey.answer.value
    actor = "customer" if answered else "system"
    return Event(kind, at, actor, survey.conversation_id, survey.case_id, data)
