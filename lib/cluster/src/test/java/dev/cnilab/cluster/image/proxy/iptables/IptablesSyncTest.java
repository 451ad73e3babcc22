package dev.cnilab.cluster.image.proxy.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.image.proxy.service.Sync;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How much of a node's rules kube-proxy writes, and in which steps. */
class IptablesSyncTest extends SyncedNode {
  private void deleted(int number) {
    services.onService(
        new WatchEvent(
            WatchEvent.Type.DELETED,
            KubeObject.parse(
                """
                {"apiVersion": "v1", "kind": "Service",
                 "metadata": {"namespace": "default", "name": "s%d"}}
                """
                    .formatted(number))));
  }

  private List<Chain> ownChains() {
    return nat.chains().stream().filter(chain -> chain.name().matches("KUBE-S(VC|EP)-.*")).toList();
  }

  private long rulesOtherThan(Map<Rule, Boolean> known) {
    return ownChains().stream()
        .flatMap(chain -> chain.rules().stream())
        .filter(rule -> !known.containsKey(rule))
        .count();
  }

  private Map<Rule, Boolean> rules() {
    Map<Rule, Boolean> rules = new IdentityHashMap<>();
    ownChains().forEach(chain -> chain.rules().forEach(rule -> rules.put(rule, true)));
    return rules;
  }

  @Test
  void a_change_of_one_service_writes_the_chains_of_that_one_only() {
    manyServices();
    steps();
    Map<Rule, Boolean> before = rules();

    service(7, ENDPOINTS + 1);
    assertThat(steps()).hasSize(1);

    // Two of the chain of each endpoint, one that chooses it, and one that masquerades.
    assertThat(rulesOtherThan(before)).isEqualTo(3 * (ENDPOINTS + 1) + 1);
  }

  @Test
  void no_step_of_a_large_sync_writes_more_than_a_few_thousand_rules() {
    manyServices();

    assertThat(steps())
        .hasSizeGreaterThan(SERVICES * ENDPOINTS / 1000)
        .allSatisfy(changes -> assertThat(changes).isLessThan(6000));
  }

  @Test
  void no_packet_is_led_to_a_service_before_the_chains_of_all_are_there() {
    manyServices();
    node.run(
        () -> {
          Sync sync = proxier.sync(services, services.takeChanges());
          while (sync.step() == Sync.Progress.GOES_ON) {
            assertThat(nat.chain("KUBE-SERVICES").map(chain -> chain.rules().size()).orElse(0))
                .isZero();
          }
          return nat;
        });
    assertThat(nat.chain("KUBE-SERVICES").orElseThrow().rules()).hasSize(SERVICES + 1);
  }

  @Test
  void partial_syncs_lead_to_the_same_rules_as_a_full_one() {
    for (int number = 9; number >= 0; number--) {
      service(number, 2);
      steps();
    }
    deleted(3);
    service(5, 0);
    steps();
    List<String> partial = saved();

    proxier.forget();
    steps();

    assertThat(saved()).isEqualTo(partial).noneMatch(rule -> rule.contains("default/s3"));
  }

  @Test
  void a_chain_that_somebody_has_deleted_comes_back_with_the_next_change() {
    service(1, 2);
    steps();
    List<String> before = saved();
    nat.chain("KUBE-SERVICES").orElseThrow().flush();
    nat.removeChains(name -> name.startsWith("KUBE-SVC-"));

    service(2, 1);
    steps();
    deleted(2);
    steps();

    assertThat(saved()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void with_more_than_a_thousand_endpoints_their_rules_have_no_comments_and_old_chains_stay() {
    manyServices();
    steps();
    assertThat(saved().stream().filter(rule -> rule.startsWith("KUBE-SEP-")))
        .noneMatch(rule -> rule.contains("--comment"));

    int chains = ownChains().size();
    deleted(7);
    steps();
    assertThat(ownChains()).hasSize(chains);

    node.loop().advance(Duration.ofSeconds(31));
    service(8, ENDPOINTS - 1);
    steps();
    assertThat(ownChains()).hasSize(chains - (ENDPOINTS + 1) - 1);
  }
}
