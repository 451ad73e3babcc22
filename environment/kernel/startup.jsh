import java.util.*;
