package dev.cnilab.cluster.image.proxy.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.image.proxy.service.Sync;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.HeapPool;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What kube-proxy writes where there is little memory for rules. */
class FullNodeTest extends SyncedNode {
  /** Far fewer rules and chains than a sync writes. */
  private static final int FEW_ENTRIES = 100;

  /** Does something while others hold nearly all of the memory. */
  private void withLittleRoom(Runnable work) {
    HeapPool.Holding others = HeapPool.TABLES.holding();
    try {
      long free = HeapPool.TABLES.free();
      others.set(free);
      while (!fewFit()) {
        free -= 10_000;
        others.set(free);
      }
      work.run();
    } finally {
      others.set(0);
    }
  }

  private boolean fewFit() {
    try {
      nat.requireRoom(FEW_ENTRIES);
      return true;
    } catch (ErrnoException full) {
      return false;
    }
  }

  private Sync.Progress last() {
    return node.run(() -> end(proxier.sync(services, services.takeChanges())));
  }

  private static Sync.Progress end(Sync sync) {
    Sync.Progress progress;
    do {
      progress = sync.step();
    } while (progress == Sync.Progress.GOES_ON);
    return progress;
  }

  @Test
  void a_full_sync_needs_no_room_for_what_it_replaces() {
    manyServices();
    steps();
    List<String> before = saved();

    withLittleRoom(
        () -> {
          proxier.forget();
          assertThat(last()).isEqualTo(Sync.Progress.DONE);
          assertThat(saved()).isEqualTo(before);
        });
  }

  @Test
  void a_new_process_needs_no_room_for_the_rules_of_the_one_before() {
    manyServices();
    steps();
    List<String> before = saved();

    withLittleRoom(
        () -> {
          proxier = proxier();
          manyServices();
          assertThat(last()).isEqualTo(Sync.Progress.DONE);
          assertThat(saved()).isEqualTo(before);
        });
  }

  @Test
  void without_room_nothing_is_written_and_a_later_sync_writes_everything() {
    manyServices();
    steps();
    List<String> before = saved();

    withLittleRoom(
        () -> {
          service(SERVICES, ENDPOINTS);
          assertThat(last()).isEqualTo(Sync.Progress.FAILED);
          assertThat(saved()).isEqualTo(before);
          assertThat(last()).isEqualTo(Sync.Progress.FAILED);
          assertThat(saved()).isEqualTo(before);
        });
    assertThat(last()).isEqualTo(Sync.Progress.DONE);
    assertThat(saved()).anyMatch(rule -> rule.contains("default/s" + SERVICES + ":"));
  }

  @Test
  void a_service_for_which_others_take_the_room_during_a_sync_stays_as_it_was() {
    manyServices();
    steps();
    List<String> before = saved();
    manyServices();
    service(0, 1);
    service(SERVICES - 1, 2 * ENDPOINTS);

    HeapPool.Holding others = HeapPool.TABLES.holding();
    node.run(
        () -> {
          Sync sync = proxier.sync(services, services.takeChanges());
          long changes = nat.changes();
          while (nat.changes() == changes) {
            assertThat(sync.step()).isEqualTo(Sync.Progress.GOES_ON);
          }
          others.set(HeapPool.TABLES.free());
          assertThat(end(sync)).isEqualTo(Sync.Progress.FAILED);
          return nat;
        });
    others.set(0);

    assertThat(saved().stream().filter(rule -> rule.contains("10.0.%d.".formatted(SERVICES - 1))))
        .containsExactlyElementsOf(
            before.stream()
                .filter(rule -> rule.contains("10.0.%d.".formatted(SERVICES - 1)))
                .toList());
  }
}
