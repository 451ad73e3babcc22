package dev.cnilab.conformance.kubernetes.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReservedBeforeTest {
  private static final String PODS =
      "NAME READY STATUS RESTARTS AGE IP NODE\nown   1/1   Running   0   2s   10.244.1.4   node-2";

  @Test
  void a_listed_address_that_no_pod_has_was_reserved_before() {
    assertThat(reserved("10.244.1.21\n10.244.1.4\nlast_reserved_ip.0\nlock"))
        .containsExactly(
            new ReservedBefore("node-2", "/var/lib/cni/networks/cbr0", List.of("10.244.1.21")));
  }

  @Test
  void addresses_of_pods_in_the_transcript_were_not_reserved_before() {
    assertThat(reserved("10.244.1.4\nlock")).isEmpty();
  }

  private static List<ReservedBefore> reserved(String listing) {
    Transcript.Entry pods = new Transcript.Typed("", "kubectl get pods -o wide", PODS);
    Transcript.Entry first =
        new Transcript.Typed("node-2", "ls /var/lib/cni/networks/cbr0", listing);
    Transcript.Entry later =
        new Transcript.Typed("node-2", "ls /var/lib/cni/networks/cbr0", "10.244.1.99");
    return ReservedBefore.of(
        new Transcript("flannel-x", Instant.EPOCH, List.of(pods, first, later)));
  }
}
