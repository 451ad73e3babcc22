package dev.cnilab.lab.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.shell.Printed;
import org.junit.jupiter.api.Test;

class PingTest {

  private static final String ANSWERED =
      """
      PING 10.244.2.7 (10.244.2.7) 56(84) bytes of data.
      64 bytes from 10.244.2.7: icmp_seq=1 ttl=62 time=1.25 ms
      64 bytes from 10.244.2.7: icmp_seq=2 ttl=62 time=0.301 ms

      --- 10.244.2.7 ping statistics ---
      2 packets transmitted, 2 received, 0% packet loss, time 1001ms
      rtt min/avg/max/mdev = 0.301/0.775/1.250/0.474 ms
      """;

  @Test
  void replies_of_iputils_ping_are_read() {
    Ping ping = Ping.read("nettest-1", "nettest-2", Printed.of(ANSWERED));
    assertThat(ping.replies())
        .containsExactly(
            new Ping.Reply(1, "10.244.2.7", 62, 1.25), new Ping.Reply(2, "10.244.2.7", 62, 0.301));
    assertThat(ping.succeeded()).isTrue();
    assertThat(ping.lossPercent()).isZero();
  }

  @Test
  void replies_of_busybox_ping_are_read() {
    Ping ping =
        Ping.read(
            "a",
            "b",
            Printed.of(
                """
                PING 10.244.1.3 (10.244.1.3): 56 data bytes
                64 bytes from 10.244.1.3: seq=0 ttl=64 time=0.125 ms

                --- 10.244.1.3 ping statistics ---
                1 packets transmitted, 1 packets received, 0% packet loss
                """));
    assertThat(ping.replies()).containsExactly(new Ping.Reply(0, "10.244.1.3", 64, 0.125));
    assertThat(ping.succeeded()).isTrue();
  }

  @Test
  void an_unanswered_ping_is_a_loss_without_a_complaint() {
    Ping ping =
        Ping.read(
            "a",
            "b",
            Printed.failed(
                """
                PING 10.244.2.7 (10.244.2.7) 56(84) bytes of data.

                --- 10.244.2.7 ping statistics ---
                3 packets transmitted, 0 received, 100% packet loss, time 2047ms
                """,
                "", 1));
    assertThat(ping.succeeded()).isFalse();
    assertThat(ping.lossPercent()).isEqualTo(100);
    assertThat(ping.summary()).isEqualTo("0 of 3 answered");
  }

  @Test
  void icmp_errors_and_local_errors_are_complaints() {
    Ping ping =
        Ping.read(
            "a",
            "b",
            Printed.failed(
                """
                PING 10.244.1.9 (10.244.1.9) 1472(1500) bytes of data.
                From 10.244.1.2 icmp_seq=1 Destination Host Unreachable

                --- 10.244.1.9 ping statistics ---
                2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 1020ms
                """,
                "ping: local error: message too long, mtu=1450\n", 1));
    assertThat(ping.complaints())
        .containsExactly(
            "From 10.244.1.2 icmp_seq=1 Destination Host Unreachable",
            "ping: local error: message too long, mtu=1450");
    assertThat(ping.summary()).startsWith("0 of 2 answered; From 10.244.1.2");
  }

  @Test
  void a_ping_that_sent_nothing_has_not_succeeded() {
    Ping ping =
        Ping.read("a", "b", Printed.failed("", "ping: connect: Network is unreachable\n", 2));
    assertThat(ping.succeeded()).isFalse();
    assertThat(ping.summary()).isEqualTo("nothing was sent; ping: connect: Network is unreachable");
  }

  @Test
  void the_view_explains_the_ttl_and_shows_the_kubectl_command() {
    String text = Ping.read("nettest-1", "nettest-2", Printed.of(ANSWERED)).view().text();
    assertThat(text)
        .contains("✓ 2 sent, 2 answered, 0% lost")
        .contains("ttl 62 = 64 − 2: 2 routers forwarded it")
        .contains("$ kubectl exec nettest-1 -- it");
  }

  @Test
  void a_ttl_shows_the_number_of_routers_for_every_initial_value() {
    assertThat(TimeToLive.of(64).routers()).isZero();
    assertThat(TimeToLive.of(63).toString()).contains("one router forwarded it");
    assertThat(TimeToLive.of(127)).isEqualTo(new TimeToLive(127, 128));
    assertThat(TimeToLive.of(254).routers()).isEqualTo(1);
  }

  @Test
  void the_chart_uses_the_text_color_and_has_a_description() {
    String html = Ping.read("nettest-1", "nettest-2", Printed.of(ANSWERED)).chart().view().html();
    assertThat(html)
        .contains("role=\"img\" aria-label=\"number 1: 1.25 ms, number 2: 0.301 ms\"")
        .contains("<svg")
        .contains("currentColor")
        .contains("Round trips from nettest-1 to nettest-2");
    assertThat(html).doesNotContain("rgb(0,0,0)").hasSizeLessThan(60_000);
    assertThat(html)
        .as("gridlines are fainter than anything that is measured")
        .contains("fill:currentColor;fill-opacity:0.1;")
        .doesNotContain("rgb(210,210,210)");
  }

  @Test
  void the_chart_shows_missing_replies_as_gaps() {
    String lost =
        """
        --- 10.244.2.7 ping statistics ---
        2 packets transmitted, 0 received, 100% packet loss, time 1047ms
        """;
    assertThat(Ping.read("a", "b", Printed.failed(lost, "", 1)).chart().view().html())
        .contains("number 1: no reply, number 2: no reply")
        .doesNotContain("NaN");
    assertThat(Ping.read("a", "b", Printed.failed("", "", 2)).chart().view().html())
        .contains("number 1: no reply")
        .doesNotContain("NaN");
  }
}
