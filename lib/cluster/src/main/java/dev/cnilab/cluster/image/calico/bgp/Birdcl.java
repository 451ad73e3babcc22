package dev.cnilab.cluster.image.calico.bgp;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;

/** {@code birdcl}: asks BIRD at its control socket. Of its questions one is available here. */
public final class Birdcl implements Program {
  private static final String READY = "BIRD v0.3.3+birdv1.6.8 ready.";

  @Override
  public int run(Process process) {
    List<String> words = process.arguments().subList(1, process.arguments().size());
    boolean named = words.size() > 1 && words.getFirst().equals("-s");
    List<String> question = named ? words.subList(2, words.size()) : words;
    if (named && !words.get(1).equals(BirdControl.PATH)) {
      process
          .err()
          .println("Unable to connect to server control socket: No such file or directory");
      return 1;
    }
    try {
      List<String> answer = new BirdControl(process).ask();
      process.out().println(READY);
      if (!String.join(" ", question).equals(BirdControl.QUESTION)) {
        process.out().println("syntax error, only: " + BirdControl.QUESTION);
        return 1;
      }
      answer.forEach(process.out()::println);
      return 0;
    } catch (ErrnoException refused) {
      process.err().println("Unable to connect to server control socket: " + GoText.errno(refused));
      return 1;
    }
  }
}
