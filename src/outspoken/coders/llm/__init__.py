"""A language model as coder: any OpenAI-compatible endpoint, optional, off until configured.

It reads the codebook's definitions, answers in JSON, and every issue it names must quote words that
stand in the sentence: what fails the check is thrown away, sentence by sentence. Answers are kept
by content, so a broken run goes on where it stopped and a second run costs nothing. A language
model's answers are machine labels like the lexicon's, never people's (method, 6.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outspoken.coders.llm.answer import read_answer
from outspoken.coders.llm.cache import AnswerCache
from outspoken.coders.llm.client import Client
from outspoken.coders.llm.prompt import PROMPT_VERSION, Batch, batches, messages, schema
from outspoken.coders.llm.settings import Endpoint
from outspoken.errors import InputError
from outspoken.model import Coding, Passage

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.world import World

CHARACTERS_A_TOKEN = 4
"""A rule of thumb for English; the estimate says that it is one."""
ANSWER_TOKENS_A_SENTENCE = 60


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run would ask for: requests still to make, tokens, and money if prices are set."""

    requests: int
    answered: int
    tokens_in: int
    tokens_out: int
    cost: float | None

    def __str__(self) -> str:
        money = "price unknown" if self.cost is None else f"about {self.cost:.2f}"
        return (
            f"{self.requests} requests ({self.answered} more are already answered), about "
            f"{self.tokens_in:,} tokens in and {self.tokens_out:,} out, {money}"
        )


class LanguageModelCoder:
    """Asks the endpoint about every sentence of a passage, a few sentences at a time."""

    name = "llm"

    def __init__(
        self,
        codebook: Codebook,
        world: World,
        endpoint: Endpoint | None = None,
        cache: AnswerCache | None = None,
        client: Client | None = None,
    ) -> None:
        self.codebook = codebook
        self.endpoint = endpoint or Endpoint.from_environment()
        self.cache = cache or AnswerCache(self.endpoint.cache)
        self.client = client or Client(self.endpoint)
        self.version = f"{self.endpoint.model}-{PROMPT_VERSION}"
        self.rejected: list[InputError] = []

    def code(self, passage: Passage) -> list[Coding]:
        """Code a passage; sentences whose answer failed the check have none (see `rejected`)."""
        codings: list[Coding] = []
        for batch in batches(passage):
            answer = self._ask(batch)
            if answer is None:
                continue
            found, problems = read_answer(answer, batch, self.codebook)
            codings += found
            self.rejected += [InputError(self._name(batch), problem) for problem in problems]
        return codings

    def estimate(self, passages: Sequence[Passage]) -> Estimate:
        """What coding these passages would ask for; asks nothing."""
        fresh = known = tokens_in = tokens_out = 0
        for batch in self._batches(passages):
            if self.cache.get(self._key(batch)) is not None:
                known += 1
                continue
            fresh += 1
            characters = sum(len(m["content"]) for m in messages(batch, self.codebook))
            tokens_in += characters // CHARACTERS_A_TOKEN
            tokens_out += ANSWER_TOKENS_A_SENTENCE * len(batch.sentences)
        return Estimate(
            fresh, known, tokens_in, tokens_out, self.endpoint.cost(tokens_in, tokens_out)
        )

    def _batches(self, passages: Sequence[Passage]) -> Iterator[Batch]:
        for passage in passages:
            yield from batches(passage)

    def _key(self, batch: Batch) -> str:
        return self.cache.key(self.version, self.codebook.hash, batch.prompt())

    def _ask(self, batch: Batch) -> str | None:
        key = self._key(batch)
        answer = self.cache.get(key)
        if answer is None:
            try:
                answer = self.client.complete(messages(batch, self.codebook), schema(self.codebook))
            except InputError as error:
                self.rejected.append(InputError(self._name(batch), error.problem, error.mend))
                return None
            found, problems = read_answer(answer, batch, self.codebook)
            if problems and not found:
                # Nothing of it holds: it is not kept, so that a later run asks again.
                self.rejected += [InputError(self._name(batch), p) for p in problems]
                return None
            self.cache.put(key, answer)
        return answer

    def _name(self, batch: Batch) -> str:
        first, last = batch.sentences[0].n, batch.sentences[-1].n
        return f"{batch.document_id[:12]} sentences {first}-{last}"
