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
  void all_who_watch_the_same_get_one_event_in_the_order_in_which_they_came() {
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
  void earlier_events_come_first_and_are_not_repeated() {
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
  void a_watcher_that_fails_does_not_keep_others_from_their_event() {
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
  void a_watcher_that_left_does_not_even_get_earlier_events() {
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
