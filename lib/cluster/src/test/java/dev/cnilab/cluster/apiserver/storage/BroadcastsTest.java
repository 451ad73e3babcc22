package dev.cnilab.cluster.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BroadcastsTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final ObjectStore store = new ObjectStore(100, loop::report);
  private final Broadcasts broadcasts = new Broadcasts(loop, store);
  private final List<String> told = new ArrayList<>();

  @Test
  void watchers_of_one_selection_get_an_event_together_in_subscription_order() {
    List<Long> events = new ArrayList<>();
    run(
        () -> {
          for (int i = 0; i < 3; i++) {
            String who = "flanneld " + i;
            watch(
                event -> {
                  told.add(who);
                  loop.schedule(0, () -> events.add(loop.nanoTime()));
                  assertThat(events).isEmpty(); // no other event has run in between
                });
          }
          store.put(ResourceTypes.NODES, node("worker-1"));
        });

    assertThat(told).containsExactly("flanneld 0", "flanneld 1", "flanneld 2");
    assertThat(events).hasSize(3);
  }

  @Test
  void a_new_watcher_gets_earlier_events_first_and_only_once() {
    run(
        () -> {
          watch(event -> {});
          store.put(ResourceTypes.NODES, node("worker-1"));
          WatchEvent known = new WatchEvent(WatchEvent.Type.ADDED, node("worker-1"));
          broadcasts.add(nodes(), List.of(known), event -> told.add(text(event)));
          store.put(ResourceTypes.NODES, node("worker-2"));
        });

    assertThat(told).containsExactly("ADDED worker-1", "ADDED worker-2");
  }

  @Test
  void a_failing_watcher_does_not_keep_an_event_from_the_others() {
    List<Throwable> reported = new ArrayList<>();
    loop.onUncaught(reported::add);
    run(
        () -> {
          watch(
              event -> {
                throw new IllegalStateException("I am broken");
              });
          watch(event -> told.add(text(event)));
          store.put(ResourceTypes.NODES, node("worker-1"));
        });

    assertThat(told).containsExactly("ADDED worker-1");
    assertThat(reported).extracting(Throwable::getMessage).containsExactly("I am broken");
  }

  @Test
  void a_watcher_that_left_gets_no_pending_events() {
    run(
        () -> {
          Broadcasts.Listener one = watch(event -> told.add("one"));
          watch(event -> told.add("other"));
          store.put(ResourceTypes.NODES, node("worker-1"));
          one.leave();
          one.leave();
        });

    assertThat(told).containsExactly("other");
  }

  private void run(Runnable action) {
    loop.call(
        () -> {
          action.run();
          return true;
        });
    loop.advance(Duration.ofSeconds(1));
  }

  private Broadcasts.Listener watch(Consumer<WatchEvent> listener) {
    return broadcasts.add(nodes(), List.of(), listener);
  }

  private static Selection nodes() {
    return Selection.of(ResourceTypes.NODES, "", "", "");
  }

  private static KubeObject node(String name) {
    return KubeObject.named(ResourceTypes.NODES, "", name);
  }

  private static String text(WatchEvent event) {
    return event.type() + " " + event.object().name();
  }
}
