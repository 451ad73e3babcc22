package dev.cnilab.userland.net.sockets.report;

import dev.cnilab.netsim.tcp.TcpState;
import dev.cnilab.userland.process.Process;
import java.util.List;
import java.util.Locale;

/** {@code ss -s}: how many sockets there are. */
final class SsSummary {
  private SsSummary() {}

  static String of(Process process) {
    List<SocketEntry> tcp = SocketEntry.tcp(process);
    long udp = SocketEntry.udp(process).size();
    long established = count(tcp, TcpState.ESTABLISHED);
    long waiting = count(tcp, TcpState.TIME_WAIT);
    long open = tcp.size() - waiting;
    StringBuilder text = new StringBuilder();
    text.append("Total: ").append(open + udp).append('\n');
    text.append("TCP:   ").append(tcp.size()).append(" (estab ").append(established);
    text.append(", closed ").append(waiting).append(", orphaned 0, timewait ");
    text.append(waiting).append(")\n\nTransport Total     IP        IPv6\n");
    line(text, "RAW", 0);
    line(text, "UDP", udp);
    line(text, "TCP", open);
    line(text, "INET", open + udp);
    line(text, "FRAG", 0);
    return text.append('\n').toString();
  }

  private static long count(List<SocketEntry> entries, TcpState state) {
    return entries.stream().filter(each -> each.state() == state).count();
  }

  private static void line(StringBuilder text, String name, long number) {
    text.append(String.format(Locale.ROOT, "%s\t  %-9d %-9d %-9d%n", name, number, number, 0));
  }
}
