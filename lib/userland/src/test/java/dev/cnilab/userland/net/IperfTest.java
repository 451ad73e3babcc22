package dev.cnilab.userland.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code iperf3}: lines and messages as iperf 3.12 prints them. */
class IperfTest {
  private static final String COLUMNS = "   sec +[\\d.]+ [KM]Bytes +[\\d.]+ Mbits/sec +";

  @AutoClose private final ConnectedMachine machine = new ConnectedMachine();

  private String sh(String script) {
    return machine.sh(script);
  }

  @Test
  void iperf3_client_and_server_report_a_transfer() {
    sh("ip netns exec a iperf3 -s -1 > server &");

    String client = sh("sleep 1; iperf3 -c 10.0.0.2 -t 2");

    assertThat(client.lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("Connecting to host 10.0.0.2, port 5201"),
            line ->
                assertThat(line)
                    .matches(
                        "\\[  5\\] local 10\\.0\\.0\\.1 port \\d+ connected to 10\\.0\\.0\\.2 port"
                            + " 5201"),
            line ->
                assertThat(line)
                    .isEqualTo("[ ID] Interval           Transfer     Bitrate         Retr  Cwnd"),
            line ->
                assertThat(line)
                    .matches("\\[  5\\]   0\\.00-1\\.00" + COLUMNS + "\\d+ +\\S+ [KM]Bytes       "),
            line ->
                assertThat(line)
                    .matches("\\[  5\\]   1\\.00-2\\.00" + COLUMNS + "\\d+ +\\S+ [KM]Bytes       "),
            line -> assertThat(line).isEqualTo("- ".repeat(24) + "-"),
            line ->
                assertThat(line)
                    .isEqualTo("[ ID] Interval           Transfer     Bitrate         Retr"),
            line ->
                assertThat(line).matches("\\[  5\\]   0\\.00-2\\.00" + COLUMNS + "\\d+ {13}sender"),
            line -> assertThat(line).matches("\\[  5\\]   0\\.00-2\\.00" + COLUMNS + "receiver"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).isEqualTo("iperf Done."));
    assertThat(sh("sleep 1; cat server"))
        .contains("Server listening on 5201 (test #1)", "Accepted connection from 10.0.0.1, port ")
        .contains("receiver");
  }

  @Test
  void iperf3_measures_a_rate_limit_and_a_link_that_drops_all_data() {
    sh("ip netns exec a iperf3 -s > server &");
    sh("sleep 1; tc qdisc add dev v0 root netem rate 8mbit");
    assertThat(sh("iperf3 -c 10.0.0.2 -t 4 -i 0 | grep receiver")).containsPattern(" 7\\.\\d+ Mb");
    sh("tc qdisc del dev v0 root");
    sh("ip netns exec a iptables -A INPUT -p tcp -m length --length 1000:65535 -j DROP");

    String lost = sh("timeout 20 iperf3 -c 10.0.0.2 -t 3");

    assertThat(lost).contains("2.00-3.00   sec  0.00 Bytes  0.00 bits/sec");
  }

  @Test
  void iperf3_reports_a_refused_connection_and_rejected_options() {
    assertThat(sh("iperf3 -c 10.0.0.2"))
        .isEqualTo("iperf3: error - unable to connect to server: Connection refused\n");
    assertThat(sh("iperf3"))
        .startsWith("iperf3: parameter error - must either be a client (-c) or server (-s)\n\n");
    assertThat(sh("iperf3 -c 10.0.0.2 -1"))
        .startsWith("iperf3: parameter error - some option you are trying to set is server only\n");
    assertThat(sh("iperf3 -c 10.0.0.2 -u"))
        .startsWith("iperf3: option '-u' is not available on this machine\n");
  }
}
