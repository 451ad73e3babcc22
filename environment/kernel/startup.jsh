import static dev.cnilab.lab.Lab.*;
import java.util.*;
install();
