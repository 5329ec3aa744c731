#r "nuget: Pathmind.Scripting, 0.1.0"
#r "nuget: CsvHelper, 34.0.0"
#load "factory.cs"
