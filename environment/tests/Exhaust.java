import com.sun.tools.attach.VirtualMachine;
import java.util.ArrayList;
import java.util.List;

/** Attaches itself to a JVM as an agent, and takes up all memory there. */
public class Exhaust {
  private static final List<byte[]> TAKEN = new ArrayList<>();

  /** Takes a process id, and a JAR file with this class. */
  public static void main(String[] arguments) throws Exception {
    VirtualMachine.attach(arguments[0]).loadAgent(arguments[1]);
  }

  public static void agentmain(String ignored) {
    while (true) {
      TAKEN.add(new byte[1 << 20]);
    }
  }
}
