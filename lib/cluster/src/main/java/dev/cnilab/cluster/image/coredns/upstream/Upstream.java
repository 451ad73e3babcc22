package dev.cnilab.cluster.image.coredns.upstream;

import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.netsim.address.Ipv4Address;
import java.time.Duration;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * An upstream server. Once it has failed to answer it is probed until it answers again; meanwhile
 * others are preferred: {@code plugin/pkg/proxy}.
 */
final class Upstream {
  private final PluginHost host;
  private final Ipv4Address address;
  private final int port;
  private int fails;
  private boolean probed;

  Upstream(PluginHost host, Ipv4Address address, int port) {
    this.host = host;
    this.address = address;
    this.port = port;
  }

  /** Sends a query; see {@link Exchange#ask}. */
  Exchange ask(Message question) {
    return Exchange.ask(host.process(), address, port, question);
  }

  /** Whether more than that many probes have failed in a row; never for 0. */
  boolean isDown(int mostFails) {
    return mostFails > 0 && fails > mostFails;
  }

  /** Starts probing it, unless that is already happening. */
  void probe(Duration interval) {
    if (probed) {
      return;
    }
    probed = true;
    host.process().loop().spawn("health check of " + address, () -> probeUntilItAnswers(interval));
  }

  private void probeUntilItAnswers(Duration interval) {
    while (host.process().isAlive()) {
      Message question = Message.newQuery(Record.newRecord(Name.root, Type.NS, DClass.IN));
      question.getHeader().setID(host.process().loop().random().nextInt(0x10000));
      if (ask(question).isPresent()) {
        break;
      }
      fails++;
      host.process().loop().sleep(interval);
    }
    fails = 0;
    probed = false;
  }
}
