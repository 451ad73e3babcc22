package dev.cnilab.userland.net.dns.nslookup;

import dev.cnilab.userland.net.dns.DnsNames;
import dev.cnilab.userland.net.dns.DnsText;
import java.util.List;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Records as {@code nslookup} prints them (nslookup.c). */
final class NslookupText {
  private final Consumer<String> out;

  NslookupText(Consumer<String> out) {
    this.out = out;
  }

  void answers(List<Record> records) {
    for (Record record : records) {
      String name = DnsNames.bare(record.getName().toString());
      switch (record.getType()) {
        case Type.A, Type.AAAA ->
            out.accept("Name:\t" + name + "\nAddress: " + DnsText.data(record));
        case Type.SOA -> out.accept(name + "\n" + soa((SOARecord) record));
        default -> out.accept(name + "\t" + label(record) + DnsText.data(record));
      }
    }
  }

  private static String label(Record record) {
    return switch (record.getType()) {
      case Type.NS -> "nameserver = ";
      case Type.CNAME -> "canonical name = ";
      case Type.PTR -> "name = ";
      case Type.MX -> "mail exchanger = ";
      case Type.TXT -> "text = ";
      case Type.SRV -> "service = ";
      case Type.HINFO -> "hinfo = ";
      default -> "rdata_" + record.getType() + " = ";
    };
  }

  private static String soa(SOARecord soa) {
    return ("\torigin = " + DnsNames.bare(soa.getHost().toString()))
        + ("\n\tmail addr = " + DnsNames.bare(soa.getAdmin().toString()))
        + ("\n\tserial = " + soa.getSerial() + "\n\trefresh = " + soa.getRefresh())
        + ("\n\tretry = " + soa.getRetry() + "\n\texpire = " + soa.getExpire())
        + ("\n\tminimum = " + soa.getMinimum());
  }

  /** Prints all of a message, as with {@code set debug}. */
  void details(Message message) {
    out.accept("------------");
    out.accept("    QUESTIONS:");
    for (Record question : message.getSection(Section.QUESTION)) {
      out.accept(
          "\t"
              + DnsNames.bare(question.getName().toString())
              + (", type = " + Type.string(question.getType()))
              + (", class = " + DClass.string(question.getDClass())));
    }
    details("    ANSWERS:", message.getSection(Section.ANSWER));
    details("    AUTHORITY RECORDS:", message.getSection(Section.AUTHORITY));
    details("    ADDITIONAL RECORDS:", message.getSection(Section.ADDITIONAL));
    out.accept("------------");
  }

  private void details(String title, List<Record> records) {
    out.accept(title);
    for (Record record : records) {
      out.accept("    ->  " + DnsNames.bare(record.getName().toString()));
      switch (record.getType()) {
        case Type.A -> out.accept("\tinternet address = " + DnsText.data(record));
        case Type.AAAA -> out.accept("\thas AAAA address " + DnsText.data(record));
        case Type.SOA -> out.accept(soa((SOARecord) record));
        default -> out.accept("\t" + label(record) + DnsText.data(record));
      }
      out.accept("\tttl = " + record.getTTL());
    }
  }
}
