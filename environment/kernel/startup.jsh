import static dev.cnilab.lab.Lab.*;
import static dev.cnilab.lab.LabNetwork.*;
import static dev.cnilab.lab.LabObjects.*;
import static dev.cnilab.lab.LabServices.*;
import java.util.*;
install();
