package dev.cnilab.cluster.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.loop.EventLoop;
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

  @Test
  void events_that_come_while_one_is_written_are_written_once_each_and_in_order() {
    try (EventLoop loop = EventLoop.onDemand(1)) {
      loop.onUncaught(defects::add);
      loop.call(
          () -> {
            EventRecorder recorder = new EventRecorder(slow(loop), new WallClock(loop), "test", "");
            for (String reason : List.of("First", "Second", "Third")) {
              loop.spawn(
                  reason,
                  () ->
                      recorder.event(
                          ObjectReference.node(reason), EventType.NORMAL, reason, "it happened"));
            }
            return "";
          });
      loop.advance(Duration.ofSeconds(10));
    }
    assertThat(defects).isEmpty();
    assertThat(created).containsExactly("First", "Second", "Third");
  }
}
