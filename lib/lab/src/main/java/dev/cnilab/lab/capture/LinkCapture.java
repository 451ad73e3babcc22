package dev.cnilab.lab.capture;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Place;
import dev.cnilab.lab.text.CommandLine;
import java.util.Base64;
import java.util.List;

/** Captures the packets on a link of a pod or a node with tcpdump. */
public final class LinkCapture {

  private static final String FILE = "/tmp/cnilab.pcap";

  /** The same path, for shells whose temporary files are elsewhere. */
  private static final String WRITTEN = "\"${TMPDIR:-/tmp}/cnilab.pcap\"";

  private static final String SAID = "\"${TMPDIR:-/tmp}/cnilab.said\"";
  private static final String MARK = "-- the file --";

  private final Place place;
  private final List<String> tcpdump;

  /**
   * Creates a recorder.
   *
   * @param link the name of an interface there, or {@code any}
   * @param filter a tcpdump filter, empty for every packet
   */
  public LinkCapture(Place place, String link, String filter) {
    this.place = place;
    // As root: without a user `tcpdump` in the image, tcpdump would not start.
    this.tcpdump = List.of("tcpdump", "-Z", "root", "-U", "-i", link, "-w", FILE, filter.strip());
  }

  /**
   * Captures the packets while an action runs.
   *
   * @throws LabException if tcpdump does not start: it is not installed, the link does not exist,
   *     or the filter is invalid
   */
  public Packets during(Runnable something) {
    start();
    try {
      something.run();
    } finally {
      stop();
    }
    return read();
  }

  private String typed() {
    return CommandLine.typed(tcpdump.stream().filter(word -> !word.isEmpty()).toList());
  }

  /** Starts tcpdump and waits until it listens, which takes a while on a busy machine. */
  private void start() {
    String awaited =
        "for each in 1 2 3 4 5 6 7 8 9; do grep -q -e listening -e 'tcpdump: [^ld]' "
            + SAID
            + " && break; sleep 0.5; done; cat ";
    Output started =
        place.sh(
            typed().replace(FILE, WRITTEN)
                + " > /dev/null 2> "
                + SAID
                + " & sleep 0.1; "
                + awaited
                + SAID);
    if (!started.out().contains("listening")) {
      String said = started.printed().strip();
      throw LabException.of(
          "could not record packets on " + place.name(),
          said,
          said.contains("not found") ? Suggestions.INSTALL_TCPDUMP : Suggestions.LINKS_AND_FILTERS);
    }
  }

  /** Stops tcpdump; the brackets keep the pattern from matching the shell that contains it. */
  private void stop() {
    place.sh("sleep 0.2; pkill -INT -f '[t]cpdump -Z root -U'; sleep 0.2");
  }

  private Packets read() {
    Output both =
        place.sh(
            "tcpdump -nn -r " + WRITTEN + " 2> /dev/null; echo '" + MARK + "'; base64 " + WRITTEN);
    List<String> parts = List.of((both.out() + MARK).split(MARK, -1));
    byte[] file = Base64.getMimeDecoder().decode(parts.get(1).strip());
    return Packets.read(place.name(), typed(), parts.getFirst(), file);
  }
}
