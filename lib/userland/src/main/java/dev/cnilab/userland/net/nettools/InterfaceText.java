package dev.cnilab.userland.net.nettools;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.LinkStatistics;
import dev.cnilab.netsim.link.Loopback;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A link as {@code ifconfig} prints it. */
final class InterfaceText {
  private static final int QUEUE = 1000;

  private InterfaceText() {}

  private static Ipv4Address mask(int length) {
    return new Ipv4Address(length == 0 ? 0 : -1 << (32 - length));
  }

  private static Optional<LinkAddress> address(Link link) {
    return link.addresses().stream()
        .filter(each -> each.label().isEmpty() || each.label().equals(link.name()))
        .findFirst()
        .or(() -> link.addresses().stream().findFirst());
  }

  private static Ipv4Address broadcast(LinkAddress address) {
    Ipv4Address given = address.broadcast();
    return given == null ? Ipv4Address.ANY : given;
  }

  private static List<String> flags(Link link) {
    List<String> flags = new ArrayList<>();
    boolean loopback = link instanceof Loopback;
    if (link.isUp()) {
      flags.add("UP");
    }
    flags.add(loopback ? "LOOPBACK" : "BROADCAST");
    if (link.isUp() && link.hasCarrier()) {
      flags.add("RUNNING");
    }
    if (!loopback) {
      flags.add("MULTICAST");
    }
    return flags;
  }

  private static int bits(List<String> flags) {
    return flags.stream()
        .mapToInt(
            flag ->
                switch (flag) {
                  case "UP" -> 0x1;
                  case "BROADCAST" -> 0x2;
                  case "LOOPBACK" -> 0x8;
                  case "RUNNING" -> 0x40;
                  default -> 0x1000;
                })
        .sum();
  }

  private static StringBuilder title(Link link, String name, Optional<LinkAddress> address) {
    List<String> flags = flags(link);
    boolean loopback = link instanceof Loopback;
    StringBuilder text = new StringBuilder();
    text.append(name).append(": flags=").append(bits(flags)).append('<');
    text.append(String.join(",", flags)).append(">  mtu ").append(link.mtu()).append('\n');
    address.ifPresent(
        own -> {
          text.append("        inet ").append(own.address());
          text.append("  netmask ").append(mask(own.local().length()));
          text.append(loopback ? "" : "  broadcast " + broadcast(own)).append('\n');
        });
    return text;
  }

  private static String hardware(Link link) {
    boolean loopback = link instanceof Loopback;
    return (loopback ? "        loop" : "        ether " + link.address())
        + ("  txqueuelen " + QUEUE)
        + (loopback ? "  (Local Loopback)\n" : "  (Ethernet)\n");
  }

  /** An address with a label, as net-tools print it. */
  static String alias(Link link, String name, Optional<LinkAddress> address) {
    return title(link, name, address) + hardware(link) + "\n";
  }

  /** As net-tools print it. */
  static String full(Link link) {
    boolean loopback = link instanceof Loopback;
    StringBuilder text = title(link, link.name(), address(link));
    link.inet6()
        .address()
        .ifPresent(
            own ->
                text.append("        inet6 ")
                    .append(own)
                    .append(
                        loopback
                            ? "  prefixlen 128  scopeid 0x10<host>\n"
                            : "  prefixlen 64  scopeid 0x20<link>\n"));
    text.append(hardware(link));
    LinkStatistics counted = link.statistics();
    text.append(
        String.format(
            Locale.ROOT,
            "        RX packets %d  bytes %d (%s)%n        RX errors 0  dropped %d"
                + "  overruns 0  frame 0%n        TX packets %d  bytes %d (%s)%n"
                + "        TX errors 0  dropped %d overruns 0  carrier 0  collisions 0%n%n",
            counted.rxPackets(),
            counted.rxBytes(),
            ByteCount.of(counted.rxBytes()),
            counted.rxDropped(),
            counted.txPackets(),
            counted.txBytes(),
            ByteCount.of(counted.txBytes()),
            counted.txDropped()));
    return text.toString();
  }

  private static StringBuilder busyboxTitle(Link link, String name, Optional<LinkAddress> address) {
    boolean loopback = link instanceof Loopback;
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-9s ", name));
    String mac = link.address().toString().toUpperCase(Locale.ROOT);
    text.append(loopback ? "Link encap:Local Loopback" : "Link encap:Ethernet  HWaddr " + mac);
    text.append("  \n");
    address.ifPresent(
        own -> {
          text.append("          inet addr:").append(own.address());
          text.append(loopback ? "" : "  Bcast:" + broadcast(own));
          text.append("  Mask:").append(mask(own.local().length())).append('\n');
        });
    return text;
  }

  /** An address with a label, as busybox prints it. */
  static String busyboxAlias(Link link, String name, Optional<LinkAddress> address) {
    String flags = String.join(" ", flags(link));
    return busyboxTitle(link, name, address)
        + ("          " + flags + "  MTU:" + link.mtu() + "  Metric:1\n\n");
  }

  /** As busybox prints it. */
  static String busybox(Link link) {
    boolean loopback = link instanceof Loopback;
    StringBuilder text = busyboxTitle(link, link.name(), address(link));
    link.inet6()
        .address()
        .ifPresent(
            own ->
                text.append("          inet6 addr: ")
                    .append(own)
                    .append(loopback ? "/128 Scope:Host\n" : "/64 Scope:Link\n"));
    LinkStatistics counted = link.statistics();
    text.append(
        String.format(
            Locale.ROOT,
            "          %s  MTU:%d  Metric:1%n          RX packets:%d errors:0 dropped:%d overruns:0"
                + " frame:0%n          TX packets:%d errors:0 dropped:%d overruns:0 carrier:0%n"
                + "          collisions:0 txqueuelen:%d%n"
                + "          RX bytes:%d (%s)  TX bytes:%d (%s)%n%n",
            String.join(" ", flags(link)),
            link.mtu(),
            counted.rxPackets(),
            counted.rxDropped(),
            counted.txPackets(),
            counted.txDropped(),
            QUEUE,
            counted.rxBytes(),
            ByteCount.of(counted.rxBytes()),
            counted.txBytes(),
            ByteCount.of(counted.txBytes())));
    return text.toString();
  }
}
