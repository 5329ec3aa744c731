Console.WriteLine("speed|learning|api|all");
