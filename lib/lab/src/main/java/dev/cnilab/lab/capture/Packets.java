package dev.cnilab.lab.capture;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Packets captured on a link.
 *
 * @param where the pod or node with the link
 * @param command the tcpdump command line
 * @param list in order of capture
 */
@SuppressWarnings("ArrayRecordComponent") // a file's content; captures are not compared
public record Packets(String where, String command, List<Packet> list, byte[] pcap)
    implements Tabular {

  private static final Pattern FIRST_LINE = Pattern.compile("^(\\d\\d:\\d\\d:[\\d.]+) +(.*)$");

  /**
   * A packet.
   *
   * @param time the time of day, as tcpdump prints it
   * @param text tcpdump's description; two lines for a packet in a tunnel
   */
  public record Packet(String time, String text) {}

  public Packets {
    list = List.copyOf(list);
    pcap = pcap.clone();
  }

  static Packets read(String where, String command, String printed, byte[] pcap) {
    List<Packet> list = new ArrayList<>();
    for (String line : printed.lines().toList()) {
      Matcher first = FIRST_LINE.matcher(line);
      if (first.matches()) {
        list.add(new Packet(first.group(1), first.group(2)));
      } else if (!list.isEmpty() && !line.isBlank()) {
        Packet outer = list.removeLast();
        list.add(new Packet(outer.time(), outer.text() + "\n" + line.strip()));
      }
    }
    return new Packets(where, command, list, pcap);
  }

  /** The capture file, for a program such as Wireshark. */
  @Override
  public byte[] pcap() {
    return pcap.clone();
  }

  /**
   * Writes the file.
   *
   * @param path relative to the notebook's folder; an existing file is replaced
   * @return a description of what was written
   * @throws LabException if the file cannot be written
   */
  public String save(String path) {
    Path file = Path.of(path).toAbsolutePath();
    try {
      Files.write(file, pcap);
    } catch (IOException refused) {
      throw LabException.of(
          "could not write " + file, String.valueOf(refused), Suggestions.CHECK_THE_PATH);
    }
    return file + ": " + list.size() + " packets; Wireshark and tcpdump -r read it";
  }

  @Override
  public View view() {
    View view =
        View.empty()
            .grid(
                "Packets on " + where,
                List.of("time", "packet"),
                list,
                packet -> List.of(Cell.of(packet.time()), Cell.of(packet.text())));
    return list.isEmpty()
        ? view.note(Tone.QUIET, "None has passed.").note(command)
        : view.note(Tone.QUIET, command);
  }
}
