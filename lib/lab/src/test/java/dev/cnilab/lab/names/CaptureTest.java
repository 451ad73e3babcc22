package dev.cnilab.lab.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.names.Asked.Answer;
import org.junit.jupiter.api.Test;

class CaptureTest {

  private static final String SERVER = "10.96.0.10";

  @Test
  void each_dns_query_is_matched_with_its_answer() {
    assertThat(
            Capture.read(
                """
                03:04:05.000001 IP 10.244.1.2.36140 > 10.96.0.10.53: 7845+ A? web.default.default.svc.cluster.local. (55)
                03:04:05.000201 IP 10.96.0.10.53 > 10.244.1.2.36140: 7845 NXDomain*- 0/1/0 (148)
                03:04:05.000301 IP 10.244.1.2.40027 > 10.96.0.10.53: 3469+ A? web.default.svc.cluster.local. (47)
                03:04:05.000401 IP 10.96.0.10.53 > 10.244.1.2.40027: 3469*- 1/0/0 A 10.96.0.20 (92)
                03:04:05.000501 IP 10.244.1.2.38933 > 10.96.0.10.53: 45679+ AAAA? web.default.svc.cluster.local. (47)
                03:04:05.000601 IP 10.96.0.10.53 > 10.244.1.2.38933: 45679*- 0/1/0 (140)
                """))
        .containsExactly(
            new Asked(
                "web.default.default.svc.cluster.local",
                "A",
                SERVER,
                Answer.NO_SUCH_NAME,
                "NXDOMAIN"),
            new Asked("web.default.svc.cluster.local", "A", SERVER, Answer.FOUND, "A 10.96.0.20"),
            new Asked(
                "web.default.svc.cluster.local",
                "AAAA",
                SERVER,
                Answer.NO_SUCH_RECORD,
                "the name exists, but has no such record"));
  }

  @Test
  void a_repeated_query_counts_once() {
    String question = "IP 10.244.1.2.5000 > 10.96.0.10.53: 7+ A? web. (21)\n";
    assertThat(Capture.read(question + question))
        .containsExactly(new Asked("web", "A", SERVER, Answer.SILENCE, "no answer"));
  }

  @Test
  void an_icmp_port_unreachable_counts_as_refused() {
    assertThat(
            Capture.read(
                """
                IP 10.244.1.2.5000 > 10.96.0.10.53: 7+ A? web. (21)
                IP 10.96.0.10 > 10.244.1.2: ICMP 10.96.0.10 udp port 53 unreachable, length 57
                """))
        .extracting(Asked::kind)
        .containsExactly(Answer.REFUSED);
  }

  @Test
  void a_servfail_answer_counts_as_failed() {
    assertThat(
            Capture.read(
                """
                IP 10.244.1.2.5000 > 10.96.0.10.53: 7+ A? web. (21)
                IP 10.96.0.10.53 > 10.244.1.2.5000: 7 ServFail- 0/0/0 (21)
                """))
        .extracting(Asked::kind, Asked::answer)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Answer.FAILED, "ServFail"));
  }

  @Test
  void several_records_of_an_answer_are_shown_together() {
    assertThat(
            Capture.read(
                """
                IP 10.0.0.1.1 > 10.0.0.2.53: 7+ A? multi.local. (29)
                IP 10.0.0.2.53 > 10.0.0.1.1: 7*- 2/0/0 A 10.0.0.8, A 10.0.0.9 (61)
                """))
        .extracting(Asked::answer)
        .containsExactly("A 10.0.0.8, A 10.0.0.9");
  }
}
