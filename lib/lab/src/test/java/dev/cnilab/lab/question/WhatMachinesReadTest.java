package dev.cnilab.lab.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The data for the web site about a question and its verdict. */
class WhatMachinesReadTest {

  private static final Observation SEEN = new Observation("b", "the reply has ttl 62");
  private static final Question TTL =
      new Question("ttl", "What is left?", List.of("64", "62"), () -> SEEN);

  @Test
  void a_prediction_exports_the_question_and_not_the_chosen_letter() {
    assertThat(Prediction.noted(TTL, "b").data())
        .isEqualTo(
            Map.of(
                "application/vnd.cnilab.question+json",
                Map.of("text", "What is left?", "options", List.of("64", "62"))));
  }

  @Test
  void a_verdict_exports_what_the_cluster_showed() {
    assertThat(new Verdict(TTL, "a", SEEN, "").data())
        .isEqualTo(
            Map.of(
                "application/vnd.cnilab.verdict+json",
                Map.of(
                    "question", "What is left?",
                    "letter", "b",
                    "answer", "62",
                    "evidence", "the reply has ttl 62")));
  }

  @Test
  void an_undecided_verdict_exports_nothing() {
    assertThat(new Verdict(TTL, "a", Observation.none("no ping yet"), "").data()).isEmpty();
  }
}
