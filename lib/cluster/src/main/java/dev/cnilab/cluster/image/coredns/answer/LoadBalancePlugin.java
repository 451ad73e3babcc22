package dev.cnilab.cluster.image.coredns.answer;

import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** {@code loadbalance}: shuffles the addresses of an answer; CNAMEs stay in front. */
public final class LoadBalancePlugin {
  private LoadBalancePlugin() {}

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    for (String policy : directive.arguments()) {
      switch (policy) {
        case "round_robin" -> {}
        case "weighted" -> throw directive.refusal("policy weighted is not modelled here");
        default -> throw directive.refusal("unknown policy: " + policy);
      }
    }
    for (Directive.Property property : directive.properties()) {
      throw directive.error(
          property.line(),
          property.name().equals("prefer")
              ? "prefer is not modelled here"
              : "unknown property '" + property.name() + "'");
    }
    return query -> {
      Message answer = next.answer(query);
      List<Record> records = answer.getSection(Section.ANSWER);
      if (records.size() < 2) {
        return answer;
      }
      List<Record> addresses = new ArrayList<>(records);
      addresses.removeIf(record -> !isAddress(record));
      Collections.shuffle(addresses, host.process().loop().random());
      Message shuffled = answer.clone();
      shuffled.removeAllRecords(Section.ANSWER);
      records.stream()
          .filter(record -> !isAddress(record))
          .forEach(record -> shuffled.addRecord(record, Section.ANSWER));
      addresses.forEach(record -> shuffled.addRecord(record, Section.ANSWER));
      return shuffled;
    };
  }

  private static boolean isAddress(Record record) {
    return record.getType() == Type.A || record.getType() == Type.AAAA;
  }
}
