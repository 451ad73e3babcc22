package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.BridgePort.Switch;
import dev.cnilab.netsim.link.Datapath;
import dev.cnilab.netsim.link.Dummy;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Ipvlan;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Macvlan;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanSettings;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.util.EnumSet;
import java.util.HexFormat;

/** What {@code ip -d link} adds: the settings of the kind of link, with the kernel's defaults. */
final class LinkDetails {
  private final CommandReport out;
  private final String newline;

  LinkDetails(IprouteInvocation invocation) {
    this.out = invocation.report();
    this.newline = invocation.settings().newline();
  }

  void print(Link link, LinkReport.Command command) {
    boolean port = link.port().isPresent();
    int promiscuity = (port ? 1 : 0) + (link.options().promiscuous() ? 1 : 0);
    int allMulticast = (port ? 1 : 0) + (link.options().allMulticast() ? 1 : 0);
    out.field("promiscuity", " promiscuity %d ", promiscuity);
    out.field("allmulti", " allmulti %d ", allMulticast);
    out.field("min_mtu", "minmtu %d ", link.minMtu());
    out.field(
        "max_mtu",
        "maxmtu %d ",
        link instanceof Loopback || link instanceof Dummy ? 0 : link.maxMtu());
    kind(link);
    if (command == LinkReport.Command.LINK) {
      out.field("inet6_addr_gen_mode", "addrgenmode %s ", link.options().addressGeneration());
    }
    int queues = link instanceof Veth || link instanceof Nic ? 2 : 1;
    out.field("num_tx_queues", "numtxqueues %d ", queues);
    out.field("num_rx_queues", "numrxqueues %d ", queues);
    out.field("gso_max_size", "gso_max_size %d ", 65536);
    out.field("gso_max_segs", "gso_max_segs %d ", 65535);
    out.field("tso_max_size", "tso_max_size %d ", segmentation(link));
    out.field("tso_max_segs", "tso_max_segs %d ", 65535);
    out.field("gro_max_size", "gro_max_size %d ", 65536);
  }

  /**
   * The segmentation limit: a link without a lower one has its own, all others pass on that of
   * veths.
   */
  private static int segmentation(Link link) {
    boolean alone =
        (link instanceof Bridge bridge && bridge.ports().isEmpty())
            || (link instanceof Vxlan vxlan && vxlan.settings().device() == null);
    return alone ? 65536 : 524280;
  }

  private void kind(Link link) {
    String kind = LinkKind.of(link);
    if (kind.isEmpty() && link.port().isEmpty()) {
      return;
    }
    out.openObject("linkinfo");
    if (!kind.isEmpty()) {
      out.text(newline).field("info_kind", "    %s ", kind);
      data(link);
    }
    link.port().ifPresent(this::port);
    out.closeObject();
  }

  private void data(Link link) {
    if (link instanceof Datapath) {
      return;
    }
    if (link instanceof Bridge bridge) {
      out.openObject("info_data");
      bridge(bridge);
      out.closeObject();
    } else if (link instanceof Vxlan vxlan) {
      out.openObject("info_data");
      vxlan(vxlan.settings());
      out.closeObject();
    } else if (link instanceof Macvlan upper) {
      out.openObject("info_data");
      out.field("mode", "mode %s ", upper.mode().text());
      out.text("bcqueuelen 1000 usedbcqueuelen 1000 ");
      out.closeObject();
    } else if (link instanceof Ipvlan) {
      out.openObject("info_data");
      out.field("mode", " mode %s ", "l2");
      out.text("bridge ");
      out.closeObject();
    } else if (link instanceof Ipip tunnel) {
      out.openObject("info_data");
      ipip(tunnel);
      out.closeObject();
    }
  }

  private void ipip(Ipip tunnel) {
    out.field("proto", "%s ", tunnel.remote() == null ? "any" : "ipip");
    out.field("remote", "remote %s ", tunnel.remote() == null ? "any" : tunnel.remote());
    out.field("local", "local %s ", tunnel.local() == null ? "any" : tunnel.local());
    out.json("ttl", 0).text("ttl inherit ");
    out.json("pmtudisc", true).text("pmtudisc ");
  }

  private void bridge(Bridge bridge) {
    number(bridge, "forward_delay", "forward_delay");
    number(bridge, "hello_time", "hello_time");
    number(bridge, "max_age", "max_age");
    number(bridge, "ageing_time", "ageing_time");
    number(bridge, "stp_state", "stp_state");
    number(bridge, "priority", "priority");
    number(bridge, "vlan_filtering", "vlan_filtering");
    out.field("bridge_id", "bridge_id %s ", id(bridge));
    out.field("root_id", "designated_root %s ", id(bridge));
    number(bridge, "root_port", "root_port");
    number(bridge, "root_path_cost", "root_path_cost");
    number(bridge, "topology_change", "topology_change");
    number(bridge, "topology_change_detected", "topology_change_detected");
    timer("hello_timer");
    timer("tcn_timer");
    timer("topology_change_timer");
    timer("gc_timer");
    long mask = bridge.number("group_fwd_mask");
    out.field(
        "group_fwd_mask", "group_fwd_mask %s ", mask == 0 ? "0" : "0x" + Long.toHexString(mask));
    out.field("group_addr", "group_address %s ", "01:80:c2:00:00:00");
    number(bridge, "mcast_snooping", "mcast_snooping");
    number(bridge, "no_linklocal_learn", "no_linklocal_learn");
    number(bridge, "mcast_vlan_snooping", "mcast_vlan_snooping");
    number(bridge, "mcast_router", "mcast_router");
    number(bridge, "mcast_query_use_ifaddr", "mcast_query_use_ifaddr");
    number(bridge, "mcast_querier", "mcast_querier");
    number(bridge, "mcast_hash_elasticity", "mcast_hash_elasticity");
    number(bridge, "mcast_hash_max", "mcast_hash_max");
    number(bridge, "mcast_last_member_cnt", "mcast_last_member_count");
    number(bridge, "mcast_startup_query_cnt", "mcast_startup_query_count");
    number(bridge, "mcast_last_member_intvl", "mcast_last_member_interval");
    number(bridge, "mcast_membership_intvl", "mcast_membership_interval");
    number(bridge, "mcast_querier_intvl", "mcast_querier_interval");
    number(bridge, "mcast_query_intvl", "mcast_query_interval");
    number(bridge, "mcast_query_response_intvl", "mcast_query_response_interval");
    number(bridge, "mcast_startup_query_intvl", "mcast_startup_query_interval");
    number(bridge, "mcast_stats_enabled", "mcast_stats_enabled");
    number(bridge, "mcast_igmp_version", "mcast_igmp_version");
    number(bridge, "mcast_mld_version", "mcast_mld_version");
    number(bridge, "nf_call_iptables", "nf_call_iptables");
    number(bridge, "nf_call_ip6tables", "nf_call_ip6tables");
    number(bridge, "nf_call_arptables", "nf_call_arptables");
  }

  private void vxlan(VxlanSettings settings) {
    if (settings.external()) {
      out.json("external", true).text("external ");
    }
    setting("id", settings.vni());
    if (settings.remote() != null) {
      boolean group = settings.remote().isMulticast();
      out.field(group ? "group" : "remote", group ? "group %s " : "remote %s ", settings.remote());
    }
    if (settings.local() != null) {
      out.field("local", "local %s ", settings.local());
    }
    if (settings.device() != null) {
      out.field("link", "dev %s ", settings.device().name());
    }
    out.openObject("port_range").json("low", 0).json("high", 0).closeObject();
    out.text("srcport 0 0 ");
    out.field("port", "dstport %d ", settings.port());
    out.json("learning", settings.learning());
    out.text(settings.learning() ? "" : "nolearning ");
    if (settings.ttl() != 0 || out.isJson()) {
      out.field("ttl", "ttl %d ", settings.ttl());
    } else {
      out.text("ttl auto ");
    }
    switch (settings.df()) {
      case UNSET -> out.json("df", "unset");
      case SET -> out.field("df", "df %s ", "set");
      case INHERIT -> out.field("df", "df %s ", "inherit");
    }
    long ageing = settings.ageing().toSeconds();
    if (ageing == 0) {
      out.field("ageing", "ageing none ", 0);
    } else {
      out.field("ageing", "ageing %d ", ageing);
    }
    out.json("udp_csum", true).text("udpcsum ");
    out.json("udp_zero_csum6_tx", false).text("noudp6zerocsumtx ");
    out.json("udp_zero_csum6_rx", false).text("noudp6zerocsumrx ");
  }

  private void port(BridgePort port) {
    out.text(newline).field("info_slave_kind", "    %s_slave ", LinkKind.of(port.bridge()));
    if (port.bridge() instanceof Datapath) {
      return;
    }
    out.openObject("info_slave_data");
    out.field("state", "state %s ", port.state().label());
    setting("priority", port.priority());
    setting("cost", port.cost());
    onOff(port, Switch.HAIRPIN, Switch.FLOOD);
    int id = port.priority() << 10 | port.number();
    out.field("id", "port_id %s ", "0x" + Integer.toHexString(id));
    out.field("no", "port_no %s ", "0x" + Integer.toHexString(port.number()));
    setting("designated_port", id);
    setting("designated_cost", 0);
    out.field("bridge_id", "designated_bridge %s ", id(port.bridge()));
    out.field("root_id", "designated_root %s ", id(port.bridge()));
    timer("hold_timer");
    timer("message_age_timer");
    timer("forward_delay_timer");
    setting("topology_change_ack", 0);
    setting("config_pending", 0);
    onOff(port, Switch.PROXY_ARP, Switch.PROXY_ARP_WIFI);
    out.field("multicast_router", "mcast_router %d ", 1);
    out.text("mcast_fast_leave " + (port.is(Switch.FASTLEAVE) ? "on " : "off "));
    onOff(port, Switch.MCAST_FLOOD, Switch.NEIGH_SUPPRESS);
    out.field("group_fwd_mask", "group_fwd_mask %s ", "0");
    out.field("group_fwd_mask_str", "group_fwd_mask_str %s ", "0x0");
    onOff(port, Switch.VLAN_TUNNEL, Switch.LOCKED);
    out.closeObject();
  }

  private void setting(String key, int value) {
    out.field(key, key + " %d ", value);
  }

  /** A numeric option, by its name in JSON and its name in text. */
  private void number(Bridge bridge, String key, String name) {
    out.field(key, name + " %d ", bridge.number(name));
  }

  private void onOff(BridgePort port, Switch first, Switch last) {
    for (Switch each : EnumSet.range(first, last)) {
      out.json(each.label(), port.is(each));
      out.text(each.label() + (port.is(each) ? " on " : " off "));
    }
  }

  private void timer(String key) {
    out.json(key, 0.0);
    out.text(key + "    0.00 ");
  }

  /** A bridge ID: priority and address, whose bytes are in hexadecimal without leading zeros. */
  private static String id(Bridge bridge) {
    MacAddress address = bridge.id();
    long priority = bridge.number("priority");
    StringBuilder text = new StringBuilder(String.format("%04x.", priority));
    for (int shift = 40; shift >= 0; shift -= 8) {
      text.append(
          HexFormat.of().toHexDigits(address.bits() >> shift & 0xff, 2).replaceFirst("^0", ""));
      text.append(shift > 0 ? ":" : "");
    }
    return text.toString();
  }
}
