package dev.cnilab.userland.net.dns;

import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.userland.process.Process;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Messages and records in the text form of bind's tools (RFC 1035, 5.1). */
public final class DnsText {
  private DnsText() {}

  /** The data of a record, without its name, type and class. */
  public static String data(Record record) {
    return record instanceof AAAARecord address
        ? Ipv6Address.parse(String.valueOf(address.getAddress().getHostAddress())).toString()
        : record.rdataToString();
  }

  /** A query as these tools send it. */
  public static Message question(
      Process process, String name, int type, int queryClass, boolean recursion) {
    Message query = new Message(process.loop().random().nextInt(0x10000));
    if (recursion) {
      query.getHeader().setFlag(Flags.RD);
    }
    Name absolute = DnsNames.absolute(name).orElse(Name.root);
    query.addRecord(Record.newRecord(absolute, type, queryClass), Section.QUESTION);
    return query;
  }
}
