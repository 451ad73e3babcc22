package dev.cnilab.cluster.labapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.connection.stream.OpenStreams;
import dev.cnilab.cluster.apiserver.connection.stream.Outage;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clock, which a client may let run ahead. */
@SuppressWarnings({"NullAway", "DataFlowIssue"}) // the clock needs nothing else of the extension
class ClockTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);

  private final LabExtension lab =
      new LabExtension(loop, null, new Resets(new Outage(new OpenStreams()), () -> {}), null, null);

  private JsonNode advance(String duration) {
    return lab.answer("POST", List.of("clock", "advance"), Json.object().put("duration", duration));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3000000h              | duration: "3000000h" is more than can pass at once; ask for at most 9600h
          9223372036854775807s  | duration: "9223372036854775807s" is more than can pass at once; ask for at most 9600h
          99999999999999999999s | duration: "99999999999999999999s" is not a time to let pass; write for example 500ms, 5s or 2m
          -1s                   | duration: "-1s" is not a time to let pass; write for example 500ms, 5s or 2m
          """)
  void an_invalid_advance_is_rejected_without_moving_the_clock(String duration, String words) {
    Instant before = loop.now();
    assertThatThrownBy(() -> advance(duration)).hasMessage(words);
    assertThat(loop.now()).isEqualTo(before);
  }

  @Test
  void an_advance_of_400_days_moves_the_clock() {
    Instant before = loop.now();
    advance("9600h");
    assertThat(loop.now()).isEqualTo(before.plus(Duration.ofDays(400)));
  }
}
