package dev.cnilab.userland.distribution;

import dev.cnilab.userland.net.arping.Arping;
import dev.cnilab.userland.net.bridge.Brctl;
import dev.cnilab.userland.net.bridge.BridgeCommand;
import dev.cnilab.userland.net.capture.Tcpdump;
import dev.cnilab.userland.net.conntrack.ConntrackCommand;
import dev.cnilab.userland.net.dns.dig.Dig;
import dev.cnilab.userland.net.dns.dig.Host;
import dev.cnilab.userland.net.dns.getent.Getent;
import dev.cnilab.userland.net.dns.nslookup.BusyboxNslookup;
import dev.cnilab.userland.net.dns.nslookup.Nslookup;
import dev.cnilab.userland.net.http.BusyboxWget;
import dev.cnilab.userland.net.http.curl.Curl;
import dev.cnilab.userland.net.ifupdown.IfUpDown;
import dev.cnilab.userland.net.iperf.Iperf3;
import dev.cnilab.userland.net.iproute.BusyboxIp;
import dev.cnilab.userland.net.iproute.Ip;
import dev.cnilab.userland.net.ipset.IpsetCommand;
import dev.cnilab.userland.net.lsof.Lsof;
import dev.cnilab.userland.net.mtr.Mtr;
import dev.cnilab.userland.net.nettools.ArpCommand;
import dev.cnilab.userland.net.nettools.Ifconfig;
import dev.cnilab.userland.net.nettools.NettoolsRoute;
import dev.cnilab.userland.net.ping.BusyboxPing;
import dev.cnilab.userland.net.ping.Ping;
import dev.cnilab.userland.net.socat.Socat;
import dev.cnilab.userland.net.sockets.BusyboxNc;
import dev.cnilab.userland.net.sockets.BusyboxTelnet;
import dev.cnilab.userland.net.sockets.Nc;
import dev.cnilab.userland.net.sockets.report.Netstat;
import dev.cnilab.userland.net.sockets.report.Nstat;
import dev.cnilab.userland.net.sockets.report.Ss;
import dev.cnilab.userland.net.system.BusyboxSysctl;
import dev.cnilab.userland.net.system.Ethtool;
import dev.cnilab.userland.net.system.SysctlCommand;
import dev.cnilab.userland.net.tc.Tc;
import dev.cnilab.userland.net.traceroute.BusyboxTraceroute;
import dev.cnilab.userland.net.traceroute.Tracepath;
import dev.cnilab.userland.net.traceroute.Traceroute;
import dev.cnilab.userland.netfilter.IptablesCommand;
import dev.cnilab.userland.netfilter.IptablesRestore;
import dev.cnilab.userland.netfilter.IptablesSave;
import dev.cnilab.userland.netfilter.Xtables;
import dev.cnilab.userland.netfilter.nft.NftCommand;
import dev.cnilab.userland.process.Program;
import java.util.Map;
import java.util.TreeMap;

/** All network commands by program name; those of busybox begin with {@code busybox-}. */
public final class NetPrograms {
  private NetPrograms() {}

  /** The commands of Debian's packages, by command name. */
  public static Map<String, Program> debian() {
    Map<String, Program> programs = new TreeMap<>();
    programs.put("ip", new Ip());
    programs.put("bridge", new BridgeCommand());
    programs.put("brctl", new Brctl());
    programs.put("tc", new Tc());
    programs.put("ping", new Ping());
    programs.put("nslookup", new Nslookup());
    programs.put("conntrack", new ConntrackCommand());
    programs.put("ipset", new IpsetCommand());
    programs.put("traceroute", new Traceroute());
    programs.put("tracepath", new Tracepath());
    programs.put("ifconfig", Ifconfig.ofNetTools());
    programs.put("route", NettoolsRoute.ofNetTools());
    programs.put("arp", ArpCommand.ofNetTools());
    programs.put("arping", Arping.ofIputils());
    programs.put("nc", new Nc());
    programs.put("ss", new Ss());
    programs.put("netstat", Netstat.ofNetTools());
    programs.put("nstat", new Nstat());
    programs.put("dig", new Dig());
    programs.put("host", new Host());
    programs.put("getent", new Getent());
    programs.put("curl", new Curl());
    programs.put("tcpdump", new Tcpdump());
    programs.put("ifup", IfUpDown.UP);
    programs.put("ifdown", IfUpDown.DOWN);
    programs.put("sysctl", new SysctlCommand());
    programs.put("ethtool", new Ethtool());
    programs.put("iptables", new IptablesCommand(Xtables.IPV4));
    programs.put("nft", new NftCommand());
    programs.put("iptables-save", new IptablesSave(Xtables.IPV4));
    programs.put("iptables-restore", new IptablesRestore(Xtables.IPV4));
    programs.put("ip6tables", new IptablesCommand(Xtables.IPV6));
    programs.put("ip6tables-save", new IptablesSave(Xtables.IPV6));
    programs.put("ip6tables-restore", new IptablesRestore(Xtables.IPV6));
    programs.put("lsof", new Lsof());
    programs.put("mtr", new Mtr());
    programs.put("iperf3", new Iperf3());
    programs.put("socat", new Socat());
    return programs;
  }

  /**
   * The busybox applets, by command name.
   *
   * @param banner the first line of their help, with the version
   */
  public static Map<String, Program> busybox(String banner) {
    Map<String, Program> programs = new TreeMap<>();
    programs.put("ip", new BusyboxIp(banner));
    programs.put("ping", new BusyboxPing(banner));
    programs.put("wget", new BusyboxWget(banner));
    programs.put("nslookup", new BusyboxNslookup(banner));
    programs.put("nc", new BusyboxNc(banner));
    programs.put("telnet", new BusyboxTelnet(banner));
    programs.put("ifconfig", Ifconfig.ofBusybox(banner));
    programs.put("route", NettoolsRoute.ofBusybox(banner));
    programs.put("arp", ArpCommand.ofBusybox(banner));
    programs.put("arping", Arping.ofBusybox(banner));
    programs.put("traceroute", new BusyboxTraceroute(banner));
    programs.put("netstat", Netstat.ofBusybox(banner));
    programs.put("sysctl", new BusyboxSysctl(banner));
    return programs;
  }
}
