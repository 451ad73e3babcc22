package dev.cnilab.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.message.Json;
import org.junit.jupiter.api.Test;

class BriefTest {

  private static PacketTrace read(String json) {
    return Tracer.read(Json.parse(json));
  }

  private static final PacketTrace ANSWERED =
      read(
          """
          {"traces": [{"kind": "request", "packet": "TCP SYN a → b, ttl 64, 60 bytes", "hops": [
            {"namespace": "shop/client", "steps": [{"step": "Sent", "detail": "TCP SYN a → b"},
              {"step": "Routed", "detail": "default via g dev eth0"}]},
            {"namespace": "worker-1", "steps": [{"step": "Translated", "detail": "PREROUTING: a → b becomes a → c"},
              {"step": "Routed", "detail": "10.244.2.0/24 dev flannel.1"},
              {"step": "Encapsulated", "detail": "flannel.1, VNI 1, to 172.30.0.13"},
              {"step": "Routed", "detail": "172.30.0.0/24 dev eth0"}]},
            {"namespace": "shop/db", "steps": [{"step": "Delivered", "detail": "TCP port 5432"}]}]},
           {"kind": "reply", "packet": "TCP SYN,ACK c → a, ttl 64, 60 bytes", "hops": [
            {"namespace": "worker-1", "steps": [{"step": "Translated", "detail": "PREROUTING: c → a becomes b → a"}]},
            {"namespace": "shop/client", "steps": [{"step": "Delivered", "detail": "TCP port 4000"}]}]}]}
          """);

  @Test
  void each_hop_is_a_line_with_its_decision() {
    assertThat(ANSWERED.briefly())
        .containsExactly(
            "client           by default via g dev eth0",
            "worker-1         becomes a → c; by 10.244.2.0/24 dev flannel.1; in flannel.1, VNI 1,"
                + " to 172.30.0.13",
            "db               arrives: TCP port 5432",
            "reply: TCP SYN,ACK c → a arrives");
    assertThat(ANSWERED.isAnswered()).isTrue();
  }

  @Test
  void a_drop_is_shown_with_the_name_of_its_reason() {
    PacketTrace lost =
        read(
            """
            {"traces": [{"kind": "request", "packet": "p", "hops": [
              {"namespace": "worker-1", "steps": [{"step": "Dropped", "reason": "NETFILTER_DROP", "detail": "filter: -A FORWARD -j DROP"}]}]}]}
            """);
    assertThat(lost.briefly())
        .containsExactly("worker-1         ✗ NETFILTER_DROP: filter: -A FORWARD -j DROP");
    assertThat(lost.isAnswered()).isFalse();
  }

  @Test
  void a_lost_reply_is_shown_hop_by_hop() {
    PacketTrace lost =
        read(
            """
            {"traces": [{"kind": "request", "packet": "p", "hops": [
              {"namespace": "shop/db", "steps": [{"step": "Delivered", "detail": "TCP port 80"}]}]},
             {"kind": "reply", "packet": "TCP SYN,ACK c → a, ttl 64", "hops": [
              {"namespace": "worker-2", "steps": [{"step": "Dropped", "reason": "IP_INNOROUTES", "detail": "no route"}]}]}]}
            """);
    assertThat(lost.briefly())
        .containsExactly(
            "db               arrives: TCP port 80",
            "reply: TCP SYN,ACK c → a",
            "worker-2         ✗ IP_INNOROUTES: no route");
    assertThat(lost.isAnswered()).isFalse();
  }

  @Test
  void a_reply_from_another_address_is_not_an_answer() {
    PacketTrace strange =
        read(
            """
            {"traces": [{"kind": "request", "packet": "TCP SYN a → b, ttl 64", "hops": [
              {"namespace": "shop/db", "steps": [{"step": "Delivered", "detail": "TCP port 80"}]}]},
             {"kind": "reply", "packet": "TCP SYN,ACK c → a, ttl 64", "hops": [
              {"namespace": "shop/client", "steps": [{"step": "Delivered", "detail": "TCP port 4000"}]}]}]}
            """);
    assertThat(strange.isAnswered()).isFalse();
    assertThat(strange.briefly())
        .contains(
            "reply: TCP SYN,ACK c → a arrives, and is refused: it is not from where it was asked");
  }

  @Test
  void a_reset_is_not_an_answer() {
    PacketTrace refused =
        read(
            """
            {"traces": [{"kind": "reply", "packet": "TCP RST,ACK c → a, ttl 64", "hops": [
              {"namespace": "shop/client", "steps": [{"step": "Delivered", "detail": "TCP port 4000"}]}]}]}
            """);
    assertThat(refused.isAnswered()).isFalse();
  }
}
