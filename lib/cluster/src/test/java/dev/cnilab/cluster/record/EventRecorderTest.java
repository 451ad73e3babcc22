package dev.cnilab.cluster.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.userland.hardware.WallClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The API server may take its time to accept an event, as when it asks a webhook about it. */
class EventRecorderTest {
  private final List<String> created = new ArrayList<>();
  private final List<Throwable> defects = new ArrayList<>();

  /** A client whose writes take a second. */
  private ApiClient slow(EventLoop loop) {
    return (ApiClient)
        Proxy.newProxyInstance(
            ApiClient.class.getClassLoader(),
            new Class<?>[] {ApiClient.class},
            (proxy, method, arguments) -> {
              loop.sleep(Duration.ofSeconds(1));
              KubeObject event = (KubeObject) Objects.requireNonNull(arguments)[1];
              created.add(event.text("/reason"));
              return event;
            });
  }

  private static void record(EventRecorder recorder, String reason) {
    recorder.event(ObjectReference.node(reason), EventType.NORMAL, reason, "it happened");
  }

  @Test
  void events_arriving_during_a_write_are_written_once_and_in_order() {
    try (EventLoop loop = EventLoop.onDemand(1)) {
      loop.onUncaught(defects::add);
      loop.call(
          () -> {
            EventRecorder recorder = new EventRecorder(slow(loop), new WallClock(loop), "test", "");
            for (String reason : List.of("First", "Second", "Third")) {
              loop.spawn(reason, () -> record(recorder, reason));
            }
            return "";
          });
      loop.advance(Duration.ofSeconds(10));
    }
    assertThat(defects).isEmpty();
    assertThat(created).containsExactly("First", "Second", "Third");
  }

  @Test
  void events_are_written_even_if_the_task_that_writes_is_interrupted() {
    try (EventLoop loop = EventLoop.onDemand(1)) {
      loop.onUncaught(defects::add);
      EventRecorder recorder =
          loop.call(() -> new EventRecorder(slow(loop), new WallClock(loop), "test", ""));
      Task first = loop.call(() -> loop.spawn("first", () -> record(recorder, "First")));
      loop.advance(Duration.ofMillis(500));
      loop.call(
          () -> {
            record(recorder, "Second");
            first.interrupt();
            return "";
          });
      loop.advance(Duration.ofSeconds(10));
    }
    assertThat(defects).isEmpty();
    assertThat(created).containsExactly("First", "Second");
  }
}
