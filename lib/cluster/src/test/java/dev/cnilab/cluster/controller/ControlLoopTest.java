package dev.cnilab.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ControlLoopTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final ApiClient client = loop.call(() -> new ApiServer(loop).client(User.apiServer()));

  @Test
  void changes_within_a_millisecond_cause_one_pass() {
    List<ObjectKey> passes = new ArrayList<>();
    ObjectKey owner = new ObjectKey("default", "owner");
    loop.call(
        () ->
            new ControlLoop(loop, client, passes::add)
                .watch(ResourceTypes.NODES, node -> Stream.of(owner)));

    for (int i = 0; i < 50; i++) {
      KubeObject node = KubeObject.named(ResourceTypes.NODES, "", "worker-" + i);
      loop.call(() -> client.create(ResourceTypes.NODES, node));
      loop.advance(Duration.ofNanos(10_000));
    }
    loop.advance(Duration.ofSeconds(1));

    assertThat(passes).containsExactly(owner);
  }

  @Test
  void changes_during_a_long_pass_cause_one_pass() {
    List<ObjectKey> passes = new ArrayList<>();
    ObjectKey owner = new ObjectKey("default", "owner");
    ControlLoop control = loop.call(() -> new ControlLoop(loop, client, passes::add));
    control.goesOver(owner, 1000);

    for (int i = 0; i < 49; i++) {
      loop.call(() -> added(control, owner));
      loop.advance(Duration.ofMillis(1));
    }
    assertThat(passes).isEmpty();
    loop.advance(Duration.ofMillis(2));

    assertThat(passes).containsExactly(owner);
  }

  @Test
  void reading_affected_objects_is_retried_while_the_server_is_unreachable() {
    List<ObjectKey> passes = new ArrayList<>();
    ObjectKey owner = new ObjectKey("default", "owner");
    int[] asked = new int[1];
    loop.call(
        () ->
            new ControlLoop(loop, client, passes::add)
                .watch(
                    ResourceTypes.NODES,
                    node -> {
                      if (asked[0]++ < 3) {
                        throw ApiException.unreachable("connection reset by peer");
                      }
                      return Stream.of(owner);
                    }));

    loop.call(
        () -> client.create(ResourceTypes.NODES, KubeObject.named(ResourceTypes.NODES, "", "one")));
    loop.advance(Duration.ofSeconds(1));

    assertThat(passes).containsExactly(owner);
  }

  private static boolean added(ControlLoop control, ObjectKey key) {
    control.add(key);
    return true;
  }
}
